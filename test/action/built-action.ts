import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'
import config from '../../rolldown.config.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The action as it ships, built anew into a folder of its own. */
export async function buildAction(): Promise<{ readonly folder: string } & Disposable> {
  const folder = mkdtempSync(join(tmpdir(), 'pgverdict-action-'))
  const entries = { action: join(ROOT, 'src/action.ts') }
  await build({ ...config, cwd: ROOT, input: entries, output: { ...config.output, dir: join(folder, 'dist') } })
  copyFileSync(join(ROOT, 'action.yml'), join(folder, 'action.yml'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}
