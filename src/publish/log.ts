import { randomBytes } from 'node:crypto'
import { endGroup, startGroup, warning } from '@actions/core'
import type { Progress, StageTiming } from '../progress.ts'
import { formatSeconds } from '../report/format.ts'
import { withoutValues } from '../report/without-values.ts'
import { logLine, logText } from './log-text.ts'

/** A log is read afterwards: a line now and then shows that a stage is alive. */
const STEP_INTERVAL_MS = 5000

interface ActionsProgress extends Progress {
  /** The stage that runs now, or that threw. */
  readonly stageName: string | undefined
  /** Lets the runner obey while a client of GitHub's own works in a stage: it hides by commands what it is given to sign with. */
  obeying<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Progress for the log of a workflow run: one group for each stage, with its seconds. Between the group's commands the runner
 * is told to obey none, so nothing that a migration or a file name says can become one.
 */
export function createActionsProgress(clock: () => number): ActionsProgress {
  const timings: StageTiming[] = []
  let stageName: string | undefined
  let lastStepAt = Number.NEGATIVE_INFINITY
  let resume: (() => void) | undefined

  return {
    timings,
    get stageName() {
      return stageName
    },
    async stage(name, work) {
      stageName = name
      lastStepAt = Number.NEGATIVE_INFINITY
      const start = clock()
      startGroup(logLine(name))
      resume = stopCommands()
      try {
        const result = await work()
        stageName = undefined
        return result
      } finally {
        const seconds = (clock() - start) / 1000
        timings.push({ stage: name, seconds })
        print(`took ${formatSeconds(seconds)}`)
        resume()
        resume = undefined
        endGroup()
      }
    },
    step(text) {
      const now = clock()
      if (now - lastStepAt < STEP_INTERVAL_MS) return
      lastStepAt = now
      print(logLine(text))
    },
    warn(text) {
      resume?.()
      warning(logLine(withoutValues(text)))
      resume = resume && stopCommands()
    },
    async obeying(work) {
      const isStage = resume !== undefined
      resume?.()
      resume = undefined
      try {
        return await work()
      } finally {
        if (isStage) resume = stopCommands()
      }
    },
  }
}

/** Prints text that others wrote, several lines maybe, as nothing but text. */
export function logUntrusted(text: string): void {
  const resume = stopCommands()
  print(logText(text))
  resume()
}

/** Tells the runner to obey no commands; returns how to undo it, which only who knows the random token can. */
function stopCommands(): () => void {
  const token = randomBytes(16).toString('hex')
  print(`::stop-commands::${token}`)
  return () => print(`::${token}::`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
