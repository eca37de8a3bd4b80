import { copyFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'rolldown'
import { buildPage } from './scripts/build-page.ts'
import { listLicences } from './scripts/licences.ts'

const require = createRequire(import.meta.url)

// Both entries in one build: what they share is one chunk, and every name is fixed so that the output is reproducible.
export default defineConfig({
  input: { cli: 'src/cli.ts', action: 'src/action.ts' },
  platform: 'node',
  external: [/\.node$/, 'cpu-features', 'pg-native'],
  // What CommonJS packages find their files by.
  transform: { target: 'node22', define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
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
      writeBundle: ({ dir = 'dist' }) => {
        copyFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'), join(dir, 'libpg-query.wasm'))
      },
    },
    {
      // Beside the program, not in it: source and bundle read the same file.
      name: 'report-page-and-licences',
      resolveId: id => (id.endsWith('/dist/page.json') ? { id: './page.json', external: true } : undefined),
      writeBundle: async ({ dir = 'dist' }, output) => {
        const { parts, modules } = await buildPage(import.meta.dirname)
        writeFileSync(join(dir, 'page.json'), `${JSON.stringify(parts, undefined, 1)}\n`)
        const chunks = Object.values(output).flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
        const wasm = require.resolve('libpg-query/wasm/libpg-query.wasm')
        writeFileSync(join(dir, 'licenses.txt'), listLicences([...chunks, ...modules, wasm]))
      },
    },
  ],
})
