import type { Progress, StageTiming } from './progress.ts'
import { cleanLine } from './report/clean.ts'
import { formatSeconds } from './report/format.ts'

/** The parts of a terminal's or a file's stream that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** How a stage is shown while it runs and when it is over. */
interface Display {
  begin(name: string): void
  step(text: string): void
  warn(text: string): void
  end(name: string, seconds: number, succeeded: boolean): void
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const LINE_INTERVAL_MS = 1000
/** After so long without a word a log says that the stage is alive. */
const ALIVE_MS = 5000
const MAX_LINE = 200
const CLEAR_LINE = '\r\u001b[2K'

/** Progress for people: a spinner on a terminal, plain lines where the output goes to a file or a pipe. */
export function terminalProgress(stream: ProgressStream): Progress {
  const display = stream.isTTY === true ? spinner(stream) : plainLines(stream)
  const timings: StageTiming[] = []
  return {
    timings,
    step: text => display.step(cleanLine(text, MAX_LINE)),
    warn: text => display.warn(cleanLine(text, 5 * MAX_LINE)),
    stage: async (name, work) => {
      const started = performance.now()
      let succeeded = false
      display.begin(name)
      try {
        const result = await work()
        succeeded = true
        return result
      } finally {
        const seconds = (performance.now() - started) / 1000
        timings.push({ stage: name, seconds })
        display.end(name, seconds, succeeded)
      }
    },
  }
}

function spinner(stream: ProgressStream): Display {
  let timer: NodeJS.Timeout | undefined
  let detail = ''
  const clear = () => stream.write(CLEAR_LINE)
  return {
    begin: name => {
      const started = performance.now()
      let drawn = 0
      detail = ''
      const draw = () => {
        const frame = FRAMES[drawn++ % FRAMES.length]
        const line = `${frame} ${name} ${Math.floor((performance.now() - started) / 1000)} s  ${detail}`
        stream.write(`${CLEAR_LINE}${cleanLine(line, (stream.columns ?? 80) - 1)}`)
      }
      draw()
      timer = setInterval(draw, FRAME_MS)
    },
    step: text => {
      detail = text
    },
    warn: text => {
      clear()
      stream.write(`! ${text}\n`)
    },
    end: (name, seconds, succeeded) => {
      clearInterval(timer)
      clear()
      stream.write(`${succeeded ? '✓' : '✗'} ${name} ${formatSeconds(seconds)}\n`)
    },
  }
}

function plainLines(stream: ProgressStream): Display {
  let timer: NodeJS.Timeout | undefined
  let detail: string | undefined
  let lastAt = Number.NEGATIVE_INFINITY
  const isQuietFor = (ms: number) => performance.now() - lastAt >= ms
  const say = (line: string) => {
    lastAt = performance.now()
    stream.write(`${line}\n`)
  }
  /** A step is said late where others came just before it: what takes long is often the last of several. */
  const sayStep = () => {
    if (detail === undefined || !isQuietFor(LINE_INTERVAL_MS)) return
    say(`  ${detail}`)
    detail = undefined
  }
  return {
    begin: name => {
      const started = performance.now()
      detail = undefined
      say(`${name} …`)
      timer = setInterval(() => {
        sayStep()
        if (isQuietFor(ALIVE_MS)) say(`  ${Math.floor((performance.now() - started) / 1000)} s`)
      }, LINE_INTERVAL_MS)
    },
    step: text => {
      detail = text
      sayStep()
    },
    warn: text => say(`warning: ${text}`),
    end: (name, seconds, succeeded) => {
      clearInterval(timer)
      say(`${name} ${succeeded ? 'took' : 'failed after'} ${formatSeconds(seconds)}`)
    },
  }
}
