import { quoted } from '../advise/design.ts'
import { quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { finishSql } from './migration.ts'
import { namesOf } from './names.ts'
import { partmanWords } from './partman.ts'

/** Words around a migration: what the title adds, what else changes, and what to run later, as comments of SQL. */
export function explainPartitions(
  design: PartitionDesign,
  definition: Definition,
): { readonly title: string; readonly evidence: readonly string[]; readonly comments: readonly string[] } {
  const { method, key, interval, modulus } = design
  const keys = definition.primaryKey?.columns ?? []
  return {
    title:
      method === 'range'
        ? `, one for each ${interval}`
        : method === 'hash'
          ? `, in ${modulus} parts`
          : ', one for each value',
    evidence: [
      ...(keys.includes(key)
        ? []
        : [
            `The primary key becomes (${[...keys, key].map(quoted).join(', ')}): ${keys.map(quoted).join(', ')} alone is unique only as far as what fills it sees to that. With Prisma, \`findUnique\` by less than these becomes \`findFirst\`.`,
          ]),
      ...(definition.triggers.length === 0
        ? []
        : ['An update that moves a row to another partition fires the triggers of a delete and an insert.']),
      'Its migration is made for the table as it is: take other advice on the table first, and run again.',
      ...(design.move === 'attach' ? attachWords(design, definition) : [COPY_WORDS]),
    ],
    comments: [upkeep(design, definition), finish(design)].filter(text => text !== ''),
  }
}

const COPY_WORDS =
  'It takes the room of the table once more until the old one is dropped; until then each write is done twice. Locks that stop readers are held for the swap alone, and are given up after 5 s.'

const attachWords = ({ key, interval }: PartitionDesign, { primaryKey }: Definition) => [
  `No row is copied: the table becomes the first partition, with all rows until the end of the next ${interval}. Statements that ask for older ones look into it as a whole, and it goes as a whole, once its newest row may.`,
  `Until the last step a row beyond that is refused. Locks that stop readers are given up after 5 s${primaryKey?.columns.includes(key) === true ? '' : '; a unique index for the new primary key is built while others write'}.`,
]

function upkeep(design: PartitionDesign, definition: Definition): string {
  const { method, interval } = design
  if (method !== 'range') return ''
  const { addPartitions, table: name } = namesOf(design)
  const every = interval === 'quarter' ? '3 months' : `1 ${interval}`
  return [
    `-- New partitions, once a ${interval} (pg_cron, or any scheduler), well before they are needed:`,
    `--   select ${addPartitions}(${quoteLiteral(name)}, now(), now() + 3 * interval '${every}');`,
    '-- Old rows go with their partition, at once (concurrently only without a default partition):',
    `--   alter table ${name} detach partition <partition>; drop table <partition>;`,
    '-- Rows that no partition takes are in the default one, which should stay empty: watch its size.',
    ...partmanWords(design, every, definition),
  ].join('\n')
}

const finish = (design: PartitionDesign) => {
  const statements = finishSql(design)
  if (statements.length === 0) return ''
  return [
    '-- Once nobody wants to go back (until then the migration’s undo puts the old table in its place again, with every write since):',
    ...statements.map(sql => `--   ${sql};`),
  ].join('\n')
}
