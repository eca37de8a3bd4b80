import { copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { build } from 'rolldown'
import config from '../../rolldown.config.ts'

const ROOT = join(import.meta.dirname, '../..')
const POLL_MS = 50

interface Built {
  /** The program, where it finds the project's packages. */
  readonly cli: string
  /** A folder with action.yml, where there is nothing else to be found. */
  readonly action: string
}

/** The program and the action as they ship, built anew once for all files of a test run: by the first that asks. */
export async function built(): Promise<Built> {
  const { PGVERDICT_TEST_BUILD: home = '', PGVERDICT_TEST_ACTION: action = '' } = process.env
  const done = join(home, 'done')
  const failed = join(home, 'failed')
  if (isFirst(join(home, 'begun'))) {
    try {
      await build({ ...config, cwd: ROOT, output: { ...config.output, dir: join(home, 'dist') } })
      cpSync(join(home, 'dist'), join(action, 'dist'), { recursive: true })
      copyFileSync(join(ROOT, 'action.yml'), join(action, 'action.yml'))
      writeFileSync(done, '')
    } catch (error) {
      writeFileSync(failed, '')
      throw error
    }
  }
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error('The build failed in another test')
    await setTimeout(POLL_MS)
  }
  return { cli: join(home, 'dist/cli.js'), action }
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}
