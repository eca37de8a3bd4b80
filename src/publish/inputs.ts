import { getInput } from '@actions/core'
import { z } from 'zod'
import { SERVER_KINDS } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { parseShard } from '../merge/shard.ts'
import { COMMENT_POLICIES } from './comment.ts'

/** An input that was not given is an empty string. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(value => (value === '' ? undefined : value), schema.optional())
}

const flag = optional(z.enum(['true', 'false'])).transform(value => value !== 'false')

const inputs = z
  .object({
    'github-token': optional(z.string()),
    mode: optional(z.enum(['run', 'comment', 'merge'])),
    'working-directory': z.string(),
    config: optional(z.string()),
    'base-ref': optional(z.string()),
    'head-ref': optional(z.string()),
    server: optional(z.enum(SERVER_KINDS)),
    'postgres-version': optional(z.coerce.number().int()),
    'fail-on-base-error': flag,
    cache: flag,
    shard: optional(
      z.string().refine(text => parseShard(text) !== undefined, 'A part and how many there are, such as 2/4'),
    ).transform(text => (text === undefined ? undefined : parseShard(text))),
    reports: optional(z.string()),
    comment: optional(z.enum(COMMENT_POLICIES)),
    'comment-key': optional(
      z.string().regex(/^[\w./ -]{1,100}$/, 'Letters, digits, spaces and `. _ / -` only, 100 at most'),
    ),
    suggestions: optional(z.enum(['true', 'false'])),
    'report-path': optional(z.string()),
    'sarif-path': optional(z.string()),
    'upload-report': flag,
    'record-dir': optional(z.string()),
  })
  .transform(input => {
    const workingDirectory = input['working-directory'] === '' ? '.' : input['working-directory']
    return {
      token: input['github-token'],
      mode: input.mode ?? 'run',
      workingDirectory,
      configFile: input.config,
      base: input['base-ref'],
      head: input['head-ref'],
      server: input.server,
      postgresVersion: input['postgres-version'],
      failOnBaseError: input['fail-on-base-error'],
      usesCache: input.cache,
      shard: input.shard,
      reports: input.reports,
      comment: input.comment ?? 'changes',
      key: input['comment-key'] ?? (workingDirectory === '.' ? 'default' : workingDirectory),
      suggests: input.suggestions === 'true',
      reportPath: input['report-path'],
      sarifPath: input['sarif-path'],
      uploadReport: input['upload-report'],
      recordDir: input['record-dir'],
    }
  })

export type Inputs = z.output<typeof inputs>

/** The inputs of action.yml. Throws a UserError with every problem. */
export function readInputs(): Inputs {
  const names = Object.keys(inputs.in.shape)
  const parsed = inputs.safeParse(Object.fromEntries(names.map(name => [name, getInput(name)])))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `\`${path.join('.')}\`: ${message}`)
  throw new UserError(`The action’s inputs are not right:\n${problems.join('\n')}`, { kind: 'usage' })
}
