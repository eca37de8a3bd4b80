import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRunning, openShop, runGate } from './gate.ts'
import { SHOP } from './shop.ts'

/** Values that the programs themselves understand. */
const VALID: Readonly<Record<string, string>> = { NODE_OPTIONS: '--title=canary', PGSSLMODE: 'require' }
const CANARIES = Object.fromEntries(
  [
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'INPUT_GITHUB-TOKEN',
    'GITHUB_ENV',
    'GITHUB_OUTPUT',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'NODE_OPTIONS',
    'LD_LIBRARY_PATH',
    'PGPASSWORD',
    'PGUSER',
    'PGOPTIONS',
    'PGSSLMODE',
    'PGCLIENTENCODING',
    'PGAPPNAME',
    'PGSERVICE',
    'GIT_DIR',
    'SHOP_MODE',
  ].map(name => [name, VALID[name] ?? 'canary']),
)
/** What a shell sets itself. */
const SHELL = ['PWD', 'OLDPWD', 'SHLVL', '_']

test('nothing but the allow-list reaches the server and the commands', async () => {
  const line = 'mkdir -p seen; env > seen/$0'
  const command = (key: string) => `command: ${JSON.stringify(line.replace('$0', key))}`
  const shop = openShop({
    '.gitignore': 'seen\n',
    'pgverdict.yml': SHOP['pgverdict.yml']
      .replace('files: seed.sql', `files: seed.sql, ${command('seed')}`)
      .replace('files: workload.sql', `files: workload.sql, ${command('workload')}`)
      .concat('environment: [SHOP_MODE]\n'),
    'workload.sql': `${SHOP['workload.sql']}-- name: wait\nselect pg_sleep(0.2);\n`,
  })
  let servers: readonly string[] = []
  const { code, stderr } = await runGate(shop, {
    env: CANARIES,
    when: () => isRunning(shop, /pgverdict_owner base_load \S+ SELECT/),
    act: () => {
      servers = environmentsOf(shop.rooms.data)
    },
  })
  expect(stderr).toContain('replay took')
  expect(code).toBe(0)
  expect(servers.length).toBeGreaterThan(3)
  for (const environment of servers) expect(environment).not.toContain('canary')

  const seen = join(shop.directory, 'seen')
  expect(readdirSync(seen)).toEqual(['workload'])
  const variables = readFileSync(join(seen, 'workload'), 'utf8').trim().split('\n')
  expect(variables.filter(variable => variable.includes('canary'))).toEqual(['SHOP_MODE=canary'])
  const names = variables.map(variable => variable.replace(/=.*/, '')).filter(name => !SHELL.includes(name))
  expect(names.toSorted()).toEqual([
    'DATABASE_URL',
    'HOME',
    'PATH',
    'PGDATABASE',
    'PGHOST',
    'PGPASSWORD',
    'PGPORT',
    'PGUSER',
    'PGVERDICT_COMMAND',
    'SHOP_MODE',
    'TMPDIR',
  ])
})

test('a token cannot be asked for', async () => {
  const shop = openShop({ 'pgverdict.yml': `${SHOP['pgverdict.yml']}environment: [GITHUB_TOKEN]\n` })
  const { code, stderr } = await runGate(shop)
  expect(stderr).toContain('environment[0]: must not be a credential or a command file of the runner')
  expect(code).toBe(2)
})

/** Of the postmaster and its children, whose working directory is the data folder. */
function environmentsOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        const isServer = command.includes(`${folder}/`) || command.startsWith('postgres: ')
        return isServer ? [readFileSync(`/proc/${pid}/environ`, 'utf8')] : []
      } catch {
        return []
      }
    })
}
