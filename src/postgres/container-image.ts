import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import type { OpenContext } from './open-context.ts'

export type Testcontainers = typeof import('testcontainers')
export type Runtime = Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>

/** Fetches the image where the engine does not have it. */
export async function pullImage(
  { ImageName }: Testcontainers,
  runtime: Runtime,
  image: string,
  context: OpenContext,
): Promise<void> {
  const started = Date.now()
  const tell = () => context.progress.step(`pulling ${image} (${Math.round((Date.now() - started) / 1000)} s)`)
  const timer = setInterval(tell, 1000)
  try {
    await orAbort(runtime.image.pull(ImageName.fromString(image)), context.signal)
  } catch (error) {
    context.signal.throwIfAborted()
    throw new UserError(`Cannot pull the image ${image}: ${error instanceof Error ? error.message : error}`, {
      hint: 'Check its name, `docker login`, and whether the registry can be reached.',
      cause: error,
    })
  } finally {
    clearInterval(timer)
  }
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** PostgreSQL's images tell their major in PG_MAJOR; the flags to start with depend on it. */
export async function inspectImage(
  { ImageName }: Testcontainers,
  runtime: Runtime,
  image: string,
  config: Config['postgres'],
  { progress }: OpenContext,
): Promise<{ readonly id: string; readonly major: number }> {
  const { Id: id, Config: settings } = await runtime.image.inspect(ImageName.fromString(image))
  const told = settings.Env?.find(entry => entry.startsWith('PG_MAJOR='))
  const major = told ? Number.parseInt(told.slice('PG_MAJOR='.length), 10) : config.version
  if (major !== config.version) {
    progress.warn(`${image} holds PostgreSQL ${major}, but postgres.version says ${config.version}`)
  }
  return { id, major }
}
