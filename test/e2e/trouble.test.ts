import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { DEBIAN_BIN, HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { processesIn } from '../support/processes-in.ts'
import { DEBIAN, isRunning, openShop, runGate, type Shop } from './gate.ts'
import { SHOP } from './shop.ts'

let resources = new AsyncDisposableStack()
afterEach(async () => {
  await resources.disposeAsync()
  resources = new AsyncDisposableStack()
})

/** The server's process, and its segment of System V shared memory. */
function postmasterOf({ rooms }: Shop): { readonly pid: number; readonly segment: string | undefined } {
  const [folder] = readdirSync(rooms.data)
  const lines = readFileSync(join(rooms.data, folder ?? '', 'data/postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), segment: lines[6]?.trim().split(/\s+/)[1] }
}

function segments(): readonly (string | undefined)[] {
  const [, ...lines] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n')
  return lines.map(line => line.trim().split(/\s+/)[1])
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
    let held: string | undefined
    const { code, stderr } = await runGate(shop, {
      when: () => isRunning(shop, /postgres: pgverdict_owner base \S+ SELECT/),
      act: () => {
        const { pid, segment } = postmasterOf(shop)
        held = segment
        expect(segments()).toContain(held)
        process.kill(pid, 'SIGKILL')
      },
    })
    expect(stderr).toContain('The PostgreSQL server stopped in mid-run: SIGKILL')
    expect(stderr).not.toMatch(/starting up|redirecting log output/)
    expect(code).toBe(3)
    expect(segments()).not.toContain(held)
  })

  test('loses one of its processes, as to the kernel where memory is short', async () => {
    const shop = openShop({ 'seed.sql': `${SHOP['seed.sql']}select pg_sleep(60);\n` })
    const inSeed = /^process (\d+) postgres: pgverdict_owner base \S+ SELECT/
    const backend = () =>
      processesIn([shop.rooms.data])
        .map(process => inSeed.exec(process)?.[1])
        .find(pid => pid !== undefined)
    const { code, stderr } = await runGate(shop, {
      when: () => backend() !== undefined,
      act: () => void process.kill(Number(backend()), 'SIGKILL'),
    })
    expect(stderr).toMatch(/stopped in mid-run: exit code 1\nserver process \(PID \d+\) was terminated by signal 9/)
    expect(code).toBe(3)
  })

  const more = `insert into purchase select i, 1, 'big', repeat(i::text, 100) from generate_series(20001, 400000) as i;\n`
  // Only root may mount a small disk.
  test.skipIf(process.getuid?.() !== 0).each([
    ['while it is seeded', 100, more],
    ['when the database is copied', 60, ''],
  ])('runs out of disk %s', async (_when, megabytes, rows) => {
    const shop = openShop({ 'seed.sql': SHOP['seed.sql'] + rows })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'tmpfs', shop.rooms.data])
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
