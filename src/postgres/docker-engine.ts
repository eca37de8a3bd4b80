import { request } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'

const TIMEOUT_MS = 1500

/** Whether a Docker engine (or Podman's imitation) answers, asked in the places where Testcontainers looks for one. */
export async function isDockerThere(env: NodeJS.ProcessEnv): Promise<boolean> {
  const host = env.DOCKER_HOST
  if (host?.startsWith('unix://')) return answers({ socketPath: host.slice('unix://'.length) })
  if (host?.startsWith('tcp://')) {
    const { hostname, port } = new URL(host)
    return answers({ host: hostname, port: port || '2375' })
  }
  const home = env.HOME ?? homedir()
  const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`
  const sockets = [
    '/var/run/docker.sock',
    join(runtime, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
  ]
  const answered = await Promise.all(sockets.map(socketPath => answers({ socketPath })))
  return answered.includes(true)
}

function answers(where: { socketPath: string } | { host: string; port: string }): Promise<boolean> {
  return new Promise(resolve => {
    const ping = request({ ...where, path: '/_ping', timeout: TIMEOUT_MS }, response => {
      response.resume()
      // An engine behind TLS says 400 here; it is there all the same.
      resolve(response.statusCode !== undefined && response.statusCode < 500)
    })
    ping.on('timeout', () => ping.destroy())
    ping.on('error', () => resolve(false))
    ping.end()
  })
}
