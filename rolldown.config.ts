import { copyFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { defineConfig } from 'rolldown'

const require = createRequire(import.meta.url)

// Both entries in one build: what they share is one chunk, and every name is fixed so that the output is reproducible.
export default defineConfig({
  input: { cli: 'src/cli.ts', action: 'src/action.ts' },
  platform: 'node',
  external: [/\.node$/, 'cpu-features', 'pg-native'],
  transform: { target: 'node22' },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name].js',
    minify: false,
    comments: { legal: true },
  },
  plugins: [
    {
      name: 'wasm',
      writeBundle: () => {
        mkdirSync('dist', { recursive: true })
        copyFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'), 'dist/libpg-query.wasm')
      },
    },
  ],
})
