import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import type { Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { isContainerWanted } from '../support/container-wanted.ts'
import { recordProgress, startServer } from './start.ts'

/** The one image that the engine of the tests is sure to have. */
const version = 15

function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8' })
}

/** Other files' tests have theirs: one is known by its port. */
async function containerOf(server: Server): Promise<string> {
  const { env } = await server.createDatabase('any')
  return docker('ps', '--quiet', '--no-trunc', '--filter', `publish=${env.PGPORT}`).trim()
}

const isThere = (id: string) => docker('ps', '--all', '--quiet', '--filter', `id=${id}`) !== ''

const containerTests = () => {
  test('starts confined, serves, and is removed', async () => {
    let id: string
    {
      await using server = await startServer({ server: 'container', version })
      expect(server).toMatchObject({ kind: 'container', hasSuperuser: true, version: { major: version } })
      id = await containerOf(server)
      const [{ HostConfig, NetworkSettings, Config }] = JSON.parse(docker('inspect', id))
      expect(HostConfig.CapDrop).toEqual(['ALL'])
      expect(HostConfig.SecurityOpt).toEqual(['no-new-privileges'])
      expect(NetworkSettings.Ports['5432/tcp']).toEqual([expect.objectContaining({ HostIp: '127.0.0.1' })])
      expect(Config.Env.join()).not.toContain('DOCKER_HOST')

      const base = await server.createDatabase('base')
      {
        await using owner = await base.connect('owner')
        await owner.run('create table t as select generate_series(1, 100) as i')
        expect(await owner.rows('select rolsuper from pg_roles where rolname = current_user')).toEqual([
          { rolsuper: false },
        ])
      }
      const head = await server.createDatabase('head', base)
      const from = await server.log!.position()
      await captureLog(server, head, true)
      {
        await using owner = await head.connect('owner')
        expect(await owner.rows('select count(*) from t where i > $1', [50])).toEqual([{ count: '50' }])
      }
      const log = Buffer.concat(await Array.fromAsync(server.log!.read(from, await server.log!.position()))).toString()
      expect(log).toContain("parameters: $1 = '50'")
    }
    expect(isThere(id)).toBe(false)
  })

  test('is removed at once when the run is cancelled', async () => {
    const controller = new AbortController()
    const server = await startServer({ server: 'container', version }, { signal: controller.signal })
    const id = await containerOf(server)
    const waiting = server.admin.rows('select pg_sleep(60)').catch(caught => caught)
    controller.abort(new Error('cancelled'))
    expect((await waiting).message).toBe('cancelled')
    await server[Symbol.asyncDispose]()
    expect(isThere(id)).toBe(false)
  })

  test('says that the container was killed', async () => {
    await using server = await startServer({ server: 'container', version })
    const id = await containerOf(server)
    const waiting = server.admin.rows('select pg_sleep(60)').catch(caught => caught)
    docker('kill', id)
    const error = await waiting
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toContain('exit code 137')
  })

  test('names an image that cannot be had, and one that does not start', async () => {
    const exited = () =>
      docker('ps', '--all', '--quiet', '--filter', 'status=exited', '--filter', 'label=org.testcontainers')
    const before = exited()
    await expect(startServer({ server: 'container', image: 'localhost:1/none:1' })).rejects.toThrow(
      /Cannot pull the image localhost:1\/none:1/,
    )
    const wrong = startServer({ server: 'container', version, settings: { max_connections: 'many' } })
    await expect(wrong).rejects.toThrow(/did not start a server[\s\S]*max_connections/)
    expect(exited()).toBe(before)
  })

  test('warns of another major than the configured one', async () => {
    const progress = recordProgress()
    await using server = await startServer({ server: 'container', image: 'postgres:15', version: 16 }, { progress })
    expect(server.version.major).toBe(15)
    expect(progress.warnings).toEqual(['postgres:15 holds PostgreSQL 15, but postgres.version says 16'])
  })

  test('auto takes the container where an engine answers', async () => {
    const progress = recordProgress()
    await using server = await startServer({ server: 'auto', version }, { progress })
    expect(server.kind).toBe('container')
    expect(progress.steps[0]).toBe('server: container, because a Docker engine answers')
  })
}

if (isContainerWanted) describe('container', containerTests)

test('auto takes the embedded server where no engine answers', async () => {
  const progress = recordProgress()
  const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' }
  await using server = await startServer({ server: 'auto', version: 17 }, { progress, env })
  expect(server.kind).toBe('embedded')
  expect(progress.steps[0]).toBe('server: embedded, because no Docker engine answers')
})
