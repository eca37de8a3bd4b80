import { autovacuumOff } from './rules/autovacuum-off.ts'
import { contradiction } from './rules/contradicting-setting.ts'
import { logsEverything, logsNothing } from './rules/logging.ts'
import { memoryOvercommit } from './rules/memory-overcommit.ts'
import { timeouts } from './rules/no-timeouts.ts'
import { refusedSetting } from './rules/refused-setting.ts'
import { noStatementStatistics, statementStatisticsTooSmall } from './rules/statement-statistics.ts'
import { unreadConfiguration } from './rules/unread-configuration.ts'
import { unsafeSetting } from './rules/unsafe-setting.ts'
import type { Rule } from './subject.ts'

/** What the files and the load's figures say of the settings. */
export const RULES: readonly Rule[] = [
  unreadConfiguration,
  refusedSetting,
  contradiction,
  memoryOvercommit,
  unsafeSetting,
  autovacuumOff,
  noStatementStatistics,
  statementStatisticsTooSmall,
  logsEverything,
  logsNothing,
  timeouts,
]

/** What a trial of settings says, with what it rests on; Markdown, for docs/configuration-advice.md. */
export const TRIAL_RULES = {
  setting: 'A value that moved what it is for: the figure before and after, and the change of your file.',
  'setting-made-worse': 'The value that this branch took away did better on the same statements: a warning.',
  'setting-changed':
    'A setting that this branch changes in the files: its old and new value, and what the statements do with each.',
  'setting-rejected': 'A value that was tried and makes a statement do more work, with that statement.',
  'work-mem-for-statement':
    'Few statements spill: each with the least `work_mem` that holds it, bounded by the memory given.',
  'spills-beyond-memory': 'Statements that spill with the most `work_mem` that the memory allows.',
  'settings-not-tried':
    'No further server could be started for the settings that need one, as beside an external server.',
  'settings-not-measured':
    'pgtune’s values for parallelism, prefetching, autovacuum and checkpoints where the load uses them. No count shows what they move, so they are told and not advised.',
} as const satisfies Readonly<Record<string, string>>

export type TrialRule = keyof typeof TRIAL_RULES
