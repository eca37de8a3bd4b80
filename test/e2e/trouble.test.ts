import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { DEBIAN_BIN, HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { DEBIAN, isRunning, openShop, runGate, type Shop } from './gate.ts'
import { SHOP } from './shop.ts'

let resources = new AsyncDisposableStack()
afterEach(async () => {
  await resources.disposeAsync()
  resources = new AsyncDisposableStack()
})

function postmasterOf({ rooms }: Shop): number {
  const [folder] = readdirSync(rooms.data)
  return Number.parseInt(readFileSync(join(rooms.data, folder ?? '', 'data/postmaster.pid'), 'utf8'), 10)
}

/** Server binaries of which `postgres` tells the folder's file `wanted-PORT` which port it was given, and waits for `go-PORT`. */
function hesitantServer(): string {
  const { directory } = resources.use(temporaryDirectory())
  chmodSync(directory, 0o777)
  const program = (name: string, lines: string) =>
    writeFileSync(join(directory, name), `#!/bin/sh\n${lines}exec ${DEBIAN_BIN}/${name} "$@"\n`, { mode: 0o755 })
  program('initdb', '')
  program(
    'postgres',
    `case "$*" in *" port="*)
  port="$*"; port=\${port#* port=}; port=\${port%% *}
  : > ${directory}/wanted-$port
  until [ -e ${directory}/go-$port ]; do sleep 0.01; done
esac
`,
  )
  return directory
}

/** Takes the first `count` ports that the hesitant server was given, and lets it have the next ones. */
function stealPorts(bin: string, count: number, greet: (socket: Socket) => void): void {
  const seen = new Set<string>()
  const watching = setInterval(async () => {
    for (const name of readdirSync(bin)) {
      const port = /^wanted-(\d+)$/.exec(name)?.[1]
      if (port === undefined || seen.has(port)) continue
      seen.add(port)
      if (seen.size <= count) {
        const thief = createServer(greet).listen(Number(port), '127.0.0.1')
        resources.defer(() => void thief.close())
        await once(thief, 'listening')
      }
      writeFileSync(join(bin, `go-${port}`), '')
    }
  }, 10)
  resources.defer(() => clearInterval(watching))
}

describe('the server', () => {
  test('is killed in the middle of a seed', async () => {
    const shop = openShop({ 'seed.sql': `${SHOP['seed.sql']}select pg_sleep(60);\n` })
    const { code, stderr } = await runGate(shop, {
      when: () => isRunning(shop, /postgres: pgverdict_owner base \S+ SELECT/),
      act: () => void process.kill(postmasterOf(shop), 'SIGKILL'),
    })
    expect(stderr).toContain('The PostgreSQL server stopped in mid-run: SIGKILL')
    expect(code).toBe(3)
  })

  test('runs out of disk', async () => {
    const more = `insert into purchase select i, 1, 'big', repeat(i::text, 100) from generate_series(20001, 400000) as i;\n`
    const shop = openShop({ 'seed.sql': SHOP['seed.sql'] + more })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=777', 'tmpfs', shop.rooms.data])
    resources.defer(() => void execFileSync('umount', [shop.rooms.data]))
    const { code, stderr } = await runGate(shop)
    expect(stderr).toMatch(
      /The disk with the server’s files is full \(.*\)\nSeed less data, or let PGVERDICT_DATA_DIR name/,
    )
    expect(code).toBe(3)
  })

  test.runIf(HAS_DEBIAN_POSTGRES)('finds its port taken, and takes another', async () => {
    const bin = hesitantServer()
    // It accepts connections and never says a word.
    const guests: Socket[] = []
    stealPorts(bin, 1, socket => void guests.push(socket))
    resources.defer(() => {
      for (const guest of guests) guest.destroy()
    })
    const { code, stderr } = await runGate(openShop(), { server: DEBIAN, env: { PGBIN: bin } })
    expect(stderr).toContain('replay took')
    expect(code).toBe(0)
    expect(readdirSync(bin).filter(name => name.startsWith('go-'))).toHaveLength(2)
  })

  test.runIf(HAS_DEBIAN_POSTGRES)('finds every port taken', async () => {
    const bin = hesitantServer()
    stealPorts(bin, Number.POSITIVE_INFINITY, socket => void socket.destroy())
    const { code, stderr } = await runGate(openShop(), { server: DEBIAN, env: { PGBIN: bin } })
    expect(stderr).toMatch(
      /The PostgreSQL server did not start\n(.*\n)*could not bind IPv4 address "127\.0\.0\.1": Address already in use/,
    )
    expect(code).toBe(3)
  })
})
