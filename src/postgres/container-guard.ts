import { startGuardProgram } from '../guard.ts'
import type { Runtime } from './container-image.ts'

/** How dockerode reaches the engine. */
interface Connection {
  readonly protocol: string
  readonly socketPath?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | string | undefined
  readonly ca?: Buffer | undefined
  readonly cert?: Buffer | undefined
  readonly key?: Buffer | undefined
}

/** Its input ends when we do, however that comes about; the first line says what to do then. */
const SCRIPT = `
let said = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', text => { said += text })
process.stdin.on('end', () => {
  const { protocol, ...request } = JSON.parse(said)
  require('node:' + protocol).request(request, answer => answer.resume()).on('error', () => undefined).end()
})`

/**
 * Removes the container if this process ends without having done so itself, also where it is killed. Returns what calls that off.
 * Unlike Testcontainers' reaper it needs no image and has the engine's socket outside of all containers.
 */
export function guardContainer(runtime: Runtime, id: string): () => void {
  // Its types do not tell.
  const { protocol, socketPath, host, port, ca, cert, key } = runtime.container.dockerode.modem as unknown as Connection
  // Through ssh there is no request of our own.
  if (protocol !== 'http' && protocol !== 'https') return () => undefined
  const guard = startGuardProgram(process.execPath, ['-e', SCRIPT])
  const tls = Object.fromEntries(Object.entries({ ca, cert, key }).map(([name, pem]) => [name, pem?.toString()]))
  const request = { protocol, socketPath, host, port, ...tls, method: 'DELETE', path: `/containers/${id}?force=1&v=1` }
  guard.tell(JSON.stringify(request))
  return guard.dismiss
}
