import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { startServer } from './start.ts'

let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'empty-clusters-'))
  env = { ...process.env, PGVERDICT_EMPTY_CLUSTERS: join(folder, 'kept') }
})
afterAll(() => rm(folder, { recursive: true }))

const identifierOf = async () => {
  await using server = await startServer(LOCAL_SERVER, { env })
  await server.createDatabase('used')
  const [row] = await server.admin.rows<{ id: string; databases: string }>(
    `select system_identifier::text as id, (select string_agg(datname, ' ' order by datname) from pg_database) as databases
     from pg_control_system()`,
  )
  return row
}

test('later servers start on copies of the cluster that the first one kept, empty', async () => {
  const [first, ...others] = [await identifierOf(), ...(await Promise.all([identifierOf(), identifierOf()]))]
  expect(first?.databases).toBe('postgres template0 template1 used')
  expect(others).toEqual([first, first])
  expect(await readdir(join(folder, 'kept'))).toHaveLength(1)
})

test('a folder that others may enter is refused', async () => {
  await chmod(join(folder, 'kept'), 0o755)
  await expect(identifierOf()).rejects.toThrow('must belong to you and be closed to others')
})
