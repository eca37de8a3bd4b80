import { UserError } from './errors.ts'

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

export interface Interrupts extends Disposable {
  readonly signal: AbortSignal
  /** 130 or 143 once a signal came, as a shell reports a program that a signal ended. */
  readonly exitCode: number | undefined
}

/** The first SIGINT or SIGTERM aborts the run, which then cleans up; the second calls `force`. */
export function listenForInterrupts(force: (exitCode: number) => void): Interrupts {
  const controller = new AbortController()
  let exitCode: number | undefined
  const listeners = (['SIGINT', 'SIGTERM'] as const).map(name => {
    const listener = () => {
      if (exitCode !== undefined) return force(EXIT_CODES[name])
      exitCode = EXIT_CODES[name]
      controller.abort(new UserError(`Interrupted by ${name}`))
    }
    process.on(name, listener)
    return () => process.off(name, listener)
  })
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode
    },
    [Symbol.dispose]: () => {
      for (const remove of listeners) remove()
    },
  }
}
