import { z } from 'zod'
import type { Finding, SettingChange } from '../advise/finding.ts'
import type { Deed } from '../compare/comparison.ts'
import { placeOf } from '../migrate/migration.ts'
import type { Report, ReportSide, ReportStatement } from '../report/report.ts'

const words = z.string().max(20_000)
const sql = z.string().max(1_000_000)
const amount = z.number()

const figures = z.strictObject({
  /** Pages of the value set that decides. */
  buffers: amount,
  tempBlocks: amount,
  rows: amount,
  calls: amount,
  /** Fastest execution; advisory. */
  durationMs: amount,
  /** Fingerprint of the plan. */
  shape: words,
})

/** Without a place, where only a migration command told of it. */
const deed = z.union([z.strictObject({ file: words, line: amount, sql }), z.strictObject({ sql })])

const entrySchema = z.strictObject({
  v: z.literal(1),
  /** When it was recorded, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  commit: words.optional(),
  /** What it was compared with. */
  parent: words.optional(),
  pullRequest: z.url({ protocol: /^https?$/ }).optional(),
  tool: words,
  server: words,
  verdict: z.enum(['pass', 'warn', 'fail']),
  /** Figures of the statements that differ from what the history last says of them; `null` for one that is gone. */
  statements: z.record(words, z.strictObject({ fingerprint: words, head: figures }).nullable()),
  /** What the change did to statements, with the reason. */
  changes: z.array(
    z.strictObject({
      statement: words,
      status: words,
      reason: words,
      base: figures.optional(),
      head: figures.optional(),
      cause: deed.optional(),
    }),
  ),
  migrations: z.array(deed),
  /** The server's settings, where they differ from what the history last says. */
  settings: z.record(words, words).optional(),
  /** Settings that the change itself made in the user's files, with what statements do before and after. */
  settingChanges: z
    .array(
      z.strictObject({
        name: words,
        from: words,
        to: words,
        place: words,
        /** Left out where it was not measured. */
        effects: z.array(z.strictObject({ statement: words, before: amount, after: amount.optional() })).optional(),
        /** Of the whole server. */
        figure: z
          .strictObject({
            what: words,
            unit: z.enum(['pages', 'bytes', 'times']),
            before: amount,
            after: amount,
            isMoved: z.boolean(),
          })
          .optional(),
        /** Why there is neither; left out by versions that did not tell. */
        unmeasured: words.optional(),
      }),
    )
    .optional(),
  acceptances: z.array(z.strictObject({ statement: words, reason: words, until: words })),
  /** What was tried and would have helped. */
  advice: z.array(
    z.strictObject({
      key: words,
      title: words,
      sql,
      /** The setting that it is about. */
      setting: z.strictObject({ name: words, value: words }).optional(),
      effects: z.array(z.strictObject({ statement: words, before: amount, after: amount })),
    }),
  ),
})

export type Entry = z.output<typeof entrySchema>
export type RecordedSetting = NonNullable<Entry['settingChanges']>[number]
export type Figures = z.output<typeof figures>

export const parseEntry = (line: unknown): Entry => entrySchema.parse(line)

export interface Occasion {
  readonly at: Date
  readonly pullRequest?: string | undefined
}

/** What is kept of a report; everything of each statement, which `append` then reduces to what is news. */
export function toEntry(report: Report, { at, pullRequest }: Occasion): Entry {
  const { base, head, statements, roster, findings } = report
  const changed = findings.flatMap(({ setting }) => (setting === undefined ? [] : [toSettingChange(setting)]))
  return {
    v: 1,
    at: at.toISOString(),
    ...(head.commit !== undefined && { commit: head.commit }),
    ...(base.commit !== undefined && { parent: base.commit }),
    ...(pullRequest !== undefined && { pullRequest }),
    tool: report.tool.version,
    server: report.server.version,
    verdict: report.verdict,
    statements: Object.fromEntries(
      statements.map(({ name, fingerprint, head: side }) => [
        name,
        side === undefined ? null : { fingerprint, head: toFigures(side) },
      ]),
    ),
    changes: statements.filter(({ status }) => status !== 'unchanged' && status !== 'unmeasured').map(toChange),
    migrations: report.migrations.map(toDeed),
    settings: { ...report.server.settings },
    ...(changed.length > 0 && { settingChanges: changed }),
    acceptances: roster.flatMap(({ statement, accepted }) =>
      accepted === undefined ? [] : [{ statement, ...accepted }],
    ),
    advice: findings.flatMap(toAdvice),
  }
}

function toSettingChange({ effects, figure, unmeasured, ...told }: SettingChange): RecordedSetting {
  const change = { ...told, ...(figure && { figure }), ...(unmeasured !== undefined && { unmeasured }) }
  if (effects === undefined) return change
  const kept = effects.map(({ statement, before, after }) => ({
    statement,
    before,
    ...(after !== undefined && { after }),
  }))
  return { ...change, effects: kept }
}

/** Advice that was tried; of an index to drop it is the writes that gain. */
function toAdvice({ key, title, fix, trial }: Finding): Entry['advice'] {
  if (fix === undefined || trial === undefined) return []
  const setting = settingOf(key, fix)
  const effects = trial.effects.length > 0 ? trial.effects : trial.writes
  return [
    {
      key,
      title,
      sql: fix.sql,
      ...(setting !== undefined && { setting }),
      effects: effects.map(({ statement, buffersBefore, buffersAfter }) => ({
        statement,
        before: buffersBefore,
        after: buffersAfter,
      })),
    },
  ]
}

/** The value that a fix sets, by a statement or in whatever file it changes. */
function settingOf(key: string, { sql, files }: NonNullable<Finding['fix']>) {
  const name = /^setting:(\w+)$/.exec(key)?.[1]
  if (name === undefined) return undefined
  const texts = [sql, ...files.flatMap(({ changes }) => changes.flatMap(({ adds }) => adds))]
  const value = new RegExp(`\\b${name}["']?\\s*[=:]\\s*["']?([^"'\\s,;#]+)`).exec(texts.join('\n'))?.[1]
  return value === undefined ? undefined : { name, value }
}

function toChange({ name, status, reason, base, head, cause }: ReportStatement): Entry['changes'][number] {
  return {
    statement: name,
    status,
    reason,
    ...(base !== undefined && { base: toFigures(base) }),
    ...(head !== undefined && { head: toFigures(head) }),
    ...(cause !== undefined && { cause: toDeed(cause) }),
  }
}

function toDeed(deed: Deed): Deed {
  return { ...placeOf(deed), sql: deed.sql }
}

function toFigures({ buffers, tempBlocks, rows, calls, durationMs, shape }: ReportSide): Figures {
  return { buffers, tempBlocks, rows, calls, durationMs, shape }
}
