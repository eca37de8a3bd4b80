import { parse } from 'yaml'
import type { TextFile } from './files.ts'

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly on: unknown
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

/** A commit of somebody else's action with its version, this repository itself, or a release of ours, which is immutable. */
const PINNED = /^(?:[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/|pgverdict\/pgverdict@v\d+\.\d+\.\d+)$/

const OURS = /^(?:\.\/$|pgverdict\/pgverdict@)/

export const isOurs = ({ uses = '' }: Step): boolean => OURS.test(uses)

/** What a workflow does that no workflow of this project may, each in a sentence. */
export function problemsOf({ text }: TextFile, inputs: ReadonlySet<string>): readonly string[] {
  const workflow = parse(text) as Workflow
  return [
    ...eventProblems(workflow),
    ...permissionProblems(workflow, text),
    ...pinProblems(text),
    ...Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(step => stepProblems(step, inputs))),
  ]
}

/** Where secrets and pull requests of strangers meet, the only step there may be is the one that executes nothing. */
function eventProblems({ on, jobs }: Workflow): readonly string[] {
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on as object)
  const isRelay = Object.values(jobs).every(job =>
    job.steps.every(step => isOurs(step) && step.with?.mode === 'comment'),
  )
  const unsafe = ['pull_request_target', 'issue_comment', ...(isRelay ? [] : ['workflow_run'])]
  return events.filter(event => unsafe.includes(event)).map(event => `runs on ${event}`)
}

/** Nothing for the workflow as a whole; for each job its own, each line with its reason. */
function permissionProblems({ permissions, jobs }: Workflow, text: string): readonly string[] {
  const isNothing = JSON.stringify(permissions) === '{}'
  const without = Object.entries(jobs).filter(([, job]) => job.permissions === undefined)
  const scopes = new Set(Object.values(jobs).flatMap(job => Object.keys(job.permissions ?? {})))
  const silent = text.split('\n').filter(line => {
    const scope = /^ +([\w-]+): (?:read|write)\b/.exec(line)?.[1]
    return scope !== undefined && scopes.has(scope) && !/ # \w/.test(line)
  })
  return [
    ...(isNothing ? [] : ['grants permissions to every job']),
    ...without.map(([name]) => `the job ${name} does not name its permissions`),
    ...silent.map(line => `no reason for “${line.trim()}”`),
  ]
}

function pinProblems(text: string): readonly string[] {
  const used = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, use = '']) => use)
  return used.filter(use => !PINNED.test(use)).map(use => `not pinned: ${use}`)
}

function stepProblems(step: Step, inputs: ReadonlySet<string>): readonly string[] {
  const { uses = '', run = '', with: given = {} } = step
  const unknown = isOurs(step) ? Object.keys(given).filter(name => !inputs.has(name)) : []
  return [
    ...(run.includes('${{') ? [`an expression in a script: ${run.split('\n')[0]}`] : []),
    ...(uses.startsWith('actions/checkout@') && given['persist-credentials'] !== false
      ? ['checkout leaves the token in the folder']
      : []),
    ...unknown.map(name => `action.yml has no input ${name}`),
  ]
}
