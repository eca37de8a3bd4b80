import { z } from 'zod'
import type { Tree } from '../checkout/tree.ts'

export interface FoundScripts {
  /** Installs what the scripts need. */
  readonly install: string
  readonly seed: string | undefined
  /** A test suite that could serve as the workload. */
  readonly test: string | undefined
}

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  prisma: z.object({ seed: z.string().optional() }).optional(),
})

const MANAGERS = [
  { lockfile: 'pnpm-lock.yaml', run: 'pnpm run', execute: 'pnpm exec', install: 'pnpm install --frozen-lockfile' },
  { lockfile: 'yarn.lock', run: 'yarn run', execute: 'yarn', install: 'yarn install --frozen-lockfile' },
  { lockfile: 'package-lock.json', run: 'npm run', execute: 'npx', install: 'npm ci' },
] as const

/** What the package.json of a Node project offers for seed and load. */
export async function findScripts(tree: Tree): Promise<FoundScripts | undefined> {
  if (!(await tree.list('package.json')).includes('package.json')) return undefined
  const parsed = manifest.safeParse(parseJson(await tree.read('package.json')))
  if (!parsed.success) return undefined
  const { scripts, prisma } = parsed.data
  const lists = await Promise.all(MANAGERS.map(({ lockfile }) => tree.list(lockfile)))
  const manager = MANAGERS.find((_, index) => lists[index]?.length) ?? MANAGERS[2]
  const script = (...names: string[]) => {
    const found = names.find(name => Object.hasOwn(scripts, name) && !NO_TEST.test(scripts[name]!))
    return found && `${manager.run} ${found}`
  }
  return {
    install: manager.install,
    seed: prisma?.seed || (await hasSeed(tree)) ? `${manager.execute} prisma db seed` : script('db:seed', 'seed'),
    test: script('test:integration', 'test:e2e', 'test:api', 'test'),
  }
}

/** What `npm init` writes. */
const NO_TEST = /\bno test specified\b/

/** From Prisma 7 on its own configuration file names the seed. */
async function hasSeed(tree: Tree): Promise<boolean> {
  for (const folder of ['', '.config']) {
    const files = await tree.list(folder)
    const file = files.find(name => /^(?:prisma\.config|\.config\/prisma)\.[cm]?[jt]s$/.test(name))
    if (file !== undefined && /^[^/\n]*\bseed\s*:/m.test(await tree.read(file))) return true
  }
  return false
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
