import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { withRoleSettings } from '../../src/postgres/role-settings.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { EMBEDDED_MAJORS, startServer } from './start.ts'

/** Where the servers of a test put their files, so that the test can see what is left. */
let folder: string
let env: NodeJS.ProcessEnv

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'servers-'))
  chmodSync(folder, 0o777)
  env = { ...process.env, PGVERDICT_DATA_DIR: folder, SECRET_OF_OURS: 'hunter2' }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function postmasterOf(server: Server): Promise<number> {
  const [row] = await server.admin.rows<{ file: string }>(`select pg_read_file('postmaster.pid') as file`)
  return Number.parseInt(row?.file ?? '', 10)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const NATIVE = HAS_DEBIAN_POSTGRES ? [['native', 15] as const] : []

describe.each([...EMBEDDED_MAJORS.map(version => ['embedded', version] as const), ...NATIVE])(
  '%s %i',
  (kind, version) => {
    test('starts, serves and leaves nothing behind', async () => {
      let pid: number
      {
        await using server = await startServer({ server: kind, version }, { env })
        expect(server).toMatchObject({ kind, hasSuperuser: true, version: { major: version } })
        pid = await postmasterOf(server)

        const base = await server.createDatabase('base')
        await using owner = await base.connect('owner')
        expect(
          await owner.rows('select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user'),
        ).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false }])
        await expect(owner.run(`copy (select 1) to program 'true'`)).rejects.toMatchObject({ code: '42501' })
        await owner.run('create table public.note (id int)')

        const [settings] = await server.admin.rows(
          `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('autovacuum') as vacuum,
             current_setting('listen_addresses') as address, current_setting('unix_socket_directories') as sockets,
             current_setting('data_checksums') as checksums, current_setting('wal_segment_size') as segment`,
        )
        expect(settings).toEqual({
          fsync: 'off',
          commit: 'on',
          vacuum: 'off',
          address: '127.0.0.1',
          sockets: '',
          checksums: 'off',
          segment: '1MB',
        })
        const reported = await server.settings()
        expect(reported).toMatchObject({ jit: 'off', max_parallel_workers_per_gather: '0' })
        expect(reported).not.toHaveProperty('dynamic_shared_memory_type')
        expect(
          await server.admin.rows('select from pg_stat_statements where dbid = $1 limit 1', [base.oid]),
        ).toHaveLength(1)
        const log = Buffer.concat(await Array.fromAsync(server.log!.read(0, await server.log!.position())))
        expect(log.toString()).toContain(',42501,')
        expect(log.toString()).not.toContain('the database system is starting up')
      }
      expect(isAlive(pid)).toBe(false)
      expect(readdirSync(folder)).toEqual([])
    })

    test('plans in parallel where it is asked to, with memory that goes with its folder', async () => {
      const settings = { max_parallel_workers_per_gather: '2' }
      await using server = await startServer({ server: kind, version, settings }, { env })
      const database = await server.createDatabase('parallel')
      await using owner = await database.connect('owner')
      await owner.run(
        'create table t as select i from generate_series(1, 20000) as i; alter table t set (parallel_workers = 2)',
      )
      await owner.run('set parallel_setup_cost = 0; set parallel_tuple_cost = 0')
      const plan = await owner.rows('explain (analyze, costs off) select count(*) from t')
      expect(JSON.stringify(plan)).toContain('Workers Launched: 2')
      expect(await owner.rows('show dynamic_shared_memory_type')).toEqual([{ dynamic_shared_memory_type: 'mmap' }])
    })

    test('copies a database to the byte', async () => {
      await using server = await startServer({ server: kind, version }, { env })
      const base = await server.createDatabase('base')
      {
        await using owner = await base.connect('owner')
        await owner.run('create table t as select i, md5(i::text) as text from generate_series(1, 20000) as i')
        await owner.run('create index on t (text)')
        await owner.run('vacuum (freeze, analyze) t')
      }
      const head = await server.createDatabase('head', base)
      const sql = 'explain (analyze, buffers, timing off, summary off) select * from t where text > $$f$$ order by text'
      const explained = []
      for (const database of [base, head]) {
        await using owner = await database.connect('owner')
        await owner.rows(sql)
        explained.push(await owner.rows(sql))
        expect(
          await owner.rows(`select pg_relation_filenode('t') as n, oid from pg_class where relname = 't'`),
        ).toHaveLength(1)
      }
      expect(explained[0]).toEqual(explained[1])
      await server.dropDatabase(head)
      await expect.poll(() => server.admin.rows(`select from pg_database where datname = 'head'`)).toEqual([])
    })

    test('copies what a database was given by ALTER DATABASE', async () => {
      await using server = await startServer({ server: kind, version }, { env })
      const base = await server.createDatabase('base')
      {
        await using owner = await base.connect('owner')
        await owner.run(`alter database base set search_path = "$user", "a, b", public`)
        await owner.run(`alter database base set work_mem = '2MB'`)
        await owner.run(`alter role current_user in database base set enable_sort = off`)
      }
      await server.admin.run(`alter database base set app.motto = 'it''s = so'`)
      const settings = async (name: string) => {
        const database = await server.createDatabase(name, base)
        await using owner = await database.connect('owner')
        return await owner.rows(`select current_setting('search_path') as path, current_setting('work_mem') as memory,
          current_setting('app.motto') as motto, current_setting('enable_sort') as sort`)
      }
      expect(await settings('head')).toEqual([
        { path: '"$user", "a, b", public', memory: '2MB', motto: "it's = so", sort: 'off' },
      ])

      // What one side gives to the owner of all databases holds in its own and in copies of it.
      const [one, other] = [await server.createDatabase('one'), await server.createDatabase('other')]
      const keeping = async (...statements: readonly string[]) =>
        await withRoleSettings(server, other, async () => {
          await using owner = await other.connect('owner')
          for (const statement of statements) await owner.run(statement)
        })
      const settingsIn = async (database: Database) => {
        await using owner = await database.connect('owner')
        const [row] = await owner.rows(
          `select current_setting('search_path') as path, current_setting('enable_sort') as sort, current_setting('work_mem') as memory`,
        )
        return row
      }
      const before = await settingsIn(one)
      await server.admin.run(`alter role ${one.env.PGUSER} set work_mem = '3MB'`)
      await keeping(
        'alter role current_user set enable_sort = off',
        `alter role current_user set search_path = "$user", "a, b", public`,
        `alter role current_user set work_mem = '5MB'`,
      )
      expect(await settingsIn(one)).toEqual({ ...before!, memory: '3MB' })
      const own = { path: '"$user", "a, b", public', sort: 'off', memory: '5MB' }
      expect(await settingsIn(other)).toEqual(own)
      await keeping('alter role current_user reset all')
      expect(await settingsIn(one)).toEqual({ ...before!, memory: '3MB' })
      expect(await settingsIn(await server.createDatabase('copy', other))).toEqual({ ...before!, memory: '3MB' })
      await expect(keeping('alter database one set enable_sort = off')).rejects.toThrow(
        'of another database than their own',
      )
    })

    test('logs a database’s statements with their values while it is asked to', async () => {
      await using server = await startServer({ server: kind, version }, { env })
      const database = await server.createDatabase('logged')
      const say = async (word: string) => {
        await using client = await database.connect('owner')
        await client.rows(`select $1::text as ${word}`, [`value of ${word}`])
      }
      await say('before')
      const from = await server.log!.position()
      await captureLog(server, database, true)
      await say('during')
      await captureLog(server, database, false)
      await say('after')
      const to = await server.log!.position()
      const text = Buffer.concat(await Array.fromAsync(server.log!.read(from, to))).toString()
      expect(text).toContain('value of during')
      expect(text).not.toMatch(/value of (before|after)/)
    })
  },
)

if (process.platform === 'linux')
  test('the server sees nothing of our environment', async () => {
    await using server = await startServer(LOCAL_SERVER, { env })
    const environment = readFileSync(`/proc/${await postmasterOf(server)}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
    const names = environment.map(entry => entry.split('=')[0])
    // The last three are what `postgres` sets for its children.
    const allowed = ['PATH', 'LC_ALL', 'PG_GRANDPARENT_PID', 'PGSYSCONFDIR', 'PGLOCALEDIR']
    expect(names.filter(name => !allowed.includes(name ?? ''))).toEqual([])
  })

if (process.getuid?.() === 0)
  test('root’s server runs as somebody else, also from a folder that only root can enter', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'cache-'))
    await using server = await startServer(
      { server: 'embedded', version: 16 },
      { env: { ...env, XDG_CACHE_HOME: cache } },
    )
    const pid = await postmasterOf(server)
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0)
    expect(readdirSync(join(cache, 'pgverdict'))).toEqual([expect.stringMatching(/^postgres-.*16\./)])
    rmSync(cache, { recursive: true })
  })

test('one cannot connect without the password', async () => {
  await using server = await startServer(LOCAL_SERVER, { env })
  const database = await server.createDatabase('secret')
  expect(new URL(database.url).password.length).toBeGreaterThan(20)
  expect(database.env).toMatchObject({ PGHOST: '127.0.0.1', PGDATABASE: 'secret' })
  expect(await server.admin.rows(`select from pg_hba_file_rules where auth_method <> 'scram-sha-256'`)).toEqual([])
})

test('superuser role, roles of the migrations and planner settings', async () => {
  await using server = await startServer(
    {
      ...LOCAL_SERVER,
      role: 'superuser',
      roles: ['app "user"'],
      settings: { random_page_cost: '1.1', shared_buffers: '64MB', 'my.flag': "it's" },
    },
    { env },
  )
  const database = await server.createDatabase('ours')
  await using owner = await database.connect('owner')
  const [row] = await owner.rows(
    `select current_setting('is_superuser') as is_superuser, current_setting('random_page_cost') as cost,
       current_setting('shared_buffers') as buffers, current_setting('my.flag') as flag, pg_has_role('app "user"', 'member') as member`,
  )
  expect(row).toEqual({ is_superuser: 'on', cost: '1.1', buffers: '64MB', flag: "it's", member: true })
  expect(await server.settings()).toMatchObject({ random_page_cost: '1.1', shared_buffers: '64MB' })
})

test.each([
  [{ settings: { archive_command: 'touch /tmp/owned' } }, 'archive_command'],
  [{ settings: { session_preload_libraries: '/tmp/evil.so' } }, 'session_preload_libraries'],
  [{ settings: { shared_preload_libraries: '/tmp/evil' } }, 'shared_preload_libraries'],
  [{ settings: { work_mem: 'much' } }, 'work_mem'],
  [{ roles: ['pgverdict'] }, 'pgverdict'],
  [{ roles: ['pg_execute_server_program'] }, 'pg_execute_server_program'],
])('refuses %j', async (config, name) => {
  const error = await startServer({ ...LOCAL_SERVER, ...config }, { env }).catch(caught => caught)
  expect(error).toBeInstanceOf(UserError)
  expect(error.message).toContain(name)
  expect(readdirSync(folder)).toEqual([])
})

test.each(NATIVE)('says which versions there are instead of the wanted one', async () => {
  const error = await startServer({ server: 'native', version: 12 }, { env }).catch(caught => caught)
  expect(error.message).toMatch(/PostgreSQL 12 on this machine: found .*15 in /)
})

describe('cancelled', () => {
  test('in mid-statement: the statement fails with the reason, and nothing is left', async () => {
    const controller = new AbortController()
    const server = await startServer(LOCAL_SERVER, { env, signal: controller.signal })
    const pid = await postmasterOf(server)
    const database = await server.createDatabase('busy')
    await using client = await database.connect('owner')
    const statement = client.run('select pg_sleep(60)').catch(caught => caught)
    controller.abort(new Error('cancelled by SIGINT'))
    expect((await statement).message).toBe('cancelled by SIGINT')
    await server[Symbol.asyncDispose]()
    expect(isAlive(pid)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  test('while it starts', async () => {
    const controller = new AbortController()
    const starting = startServer(LOCAL_SERVER, { env, signal: controller.signal }).catch(caught => caught)
    await expect.poll(() => readdirSync(folder).length).toBe(1)
    controller.abort(new Error('cancelled'))
    expect((await starting).message).toBe('cancelled')
    expect(readdirSync(folder)).toEqual([])
  })
})

test('a server that is killed in mid-run is named as the cause', async () => {
  await using server = await startServer(LOCAL_SERVER, { env })
  const database = await server.createDatabase('busy')
  await using client = await database.connect('owner')
  const statement = client.run('select pg_sleep(60)').catch(caught => caught)
  process.kill(await postmasterOf(server), 'SIGKILL')
  await expect(server.admin.rows('select pg_sleep(60)')).rejects.toThrow(/server stopped in mid-run: SIGKILL/)
  expect(await statement).toBeInstanceOf(UserError)
})

test('an exit that leaves no time still stops the server', async () => {
  const script = `
    import { startServer } from ${JSON.stringify(join(import.meta.dirname, 'start.ts'))}
    const server = await startServer({ server: 'embedded', version: 17 })
    const [row] = await server.admin.rows("select pg_read_file('postmaster.pid') as file")
    console.log(parseInt(row.file))
    process.exit(0)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })
  const pid = Number(stdout)
  expect(pid).toBeGreaterThan(0)
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

const fullDiskTests = () => {
  let small: string

  beforeEach(() => {
    small = mkdtempSync(join(tmpdir(), 'small-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=1777', 'tmpfs', small])
  })

  afterEach(() => {
    execFileSync('umount', [small])
    rmSync(small, { recursive: true })
  })

  test('is named as the cause, with the folder', async () => {
    await using server = await startServer(LOCAL_SERVER, { env: { ...env, PGVERDICT_DATA_DIR: small } })
    const database = await server.createDatabase('big')
    await using client = await database.connect('owner')
    const error = await client
      .run('create table big as select i, repeat(md5(i::text), 100) as t from generate_series(1, 1000000) i')
      .catch(caught => caught)
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toContain(`full (${small}`)
    await server[Symbol.asyncDispose]()
    expect(readdirSync(small)).toEqual([])
  })
}

if (process.getuid?.() === 0 && existsSync('/proc/self/mountinfo')) describe('a full disk', fullDiskTests)
