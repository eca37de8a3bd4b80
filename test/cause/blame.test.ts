import { beforeAll, describe, expect, it } from 'vitest'
import { blamedPosition } from '../../src/cause/blame.ts'
import type { Aim, Look } from '../../src/cause/culprit.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

const seen: Look = { kind: 'seen', shape: 'a', work: 4, indexes: [] }
const failed: Look = { kind: 'failed', code: '42P01' }

const INDEXES = new Map([
  ['public.item_orderId_idx', 'CREATE INDEX "item_orderId_idx" ON public.item USING btree ("orderId", at)'],
  ['public.item_note_idx', 'CREATE INDEX item_note_idx ON public.item USING btree (lower(note))'],
])

describe('blame passes', () => {
  it.each<{ about: string; aim?: Aim; told: number; looks: Look[]; texts: string[]; blamed: number | undefined }>([
    {
      about: 'from what takes the place of a column to what dropped it',
      told: 1,
      looks: [seen, failed, seen],
      texts: ['alter table t drop column a', 'alter table t rename column b to a'],
      blamed: 0,
    },
    {
      about: 'not from what takes the place of a table',
      told: 1,
      looks: [seen, failed, seen],
      texts: ['drop table t', 'create table t (a int)'],
      blamed: 1,
    },
    {
      about: 'from what fills a table to what made it',
      told: 2,
      looks: [seen, seen, seen, seen],
      texts: ['create table t (a int)', 'create table u (a int)', 'insert into t select 1'],
      blamed: 0,
    },
    {
      about: 'to nobody for a column that a rewritten statement needs',
      told: 0,
      looks: [failed, seen],
      texts: ['alter table t add rank int'],
      blamed: undefined,
    },
    {
      about: 'from dropping a policy to making it again',
      aim: 'changed',
      told: 0,
      looks: [seen, seen, seen, seen],
      texts: ['drop policy own on t', 'create policy other on t using (true)', 'create policy own on t using (true)'],
      blamed: 2,
    },
    {
      about: 'from renaming a table to what takes its name',
      aim: 'changed',
      told: 0,
      looks: [seen, failed, seen],
      texts: ['alter table t rename to old', 'create table t (a int)'],
      blamed: 1,
    },
    {
      about: 'from a view that is made again to the type that was changed meanwhile',
      told: 2,
      looks: [seen, failed, failed, seen],
      texts: ['drop view v', 'alter table t alter column a type text', 'create view v as select * from t'],
      blamed: 1,
    },
    {
      about: 'so for a failure, too',
      aim: 'broken',
      told: 2,
      looks: [seen, failed, failed, failed],
      texts: [
        'drop materialized view if exists v cascade',
        'alter table only t alter a set data type text',
        'create materialized view v as select * from t',
      ],
      blamed: 1,
    },
    {
      about: 'from a foreign key that is made again to what took its index away',
      told: 2,
      looks: [seen, seen, seen, seen],
      texts: [
        'ALTER TABLE "item" DROP CONSTRAINT "item_orderId_fkey"',
        'DROP INDEX "item_orderId_idx"',
        'ALTER TABLE "item" ADD CONSTRAINT "item_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id")',
      ],
      blamed: 1,
    },
    {
      about: 'not from a foreign key that is new',
      told: 1,
      looks: [seen, seen, seen],
      texts: [
        'DROP INDEX "item_orderId_idx"',
        'ALTER TABLE "item" ADD CONSTRAINT "item_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id")',
      ],
      blamed: 1,
    },
    {
      about: 'nor to the index of other columns',
      told: 2,
      looks: [seen, seen, seen, seen],
      texts: [
        'alter table item drop constraint own',
        'drop index item_note_idx',
        'alter table item add constraint own foreign key (note, at) references note',
      ],
      blamed: 2,
    },
    {
      about: 'from what fills a table to the foreign key by which its rows are looked for',
      told: 2,
      looks: ['', '', 'own on t fires', 'own on t fires'].map(triggers => ({ ...seen, triggers })),
      texts: [
        'create table t (a int)',
        'alter table t add constraint own foreign key (a) references u',
        'insert into t select 1',
      ],
      blamed: 1,
    },
    {
      about: 'not to the type of another table',
      told: 2,
      looks: [seen, failed, failed, seen],
      texts: ['drop view v', 'alter table u alter column a type text', 'create view v as select * from t'],
      blamed: 2,
    },
    {
      about: 'nowhere for a failure',
      aim: 'broken',
      told: 0,
      looks: [seen, failed, failed],
      texts: ['drop table t', 'create table u (a int)'],
      blamed: 0,
    },
  ])('$about', ({ aim = 'worse', told, looks, texts, blamed }) => {
    expect(blamedPosition(aim, told, looks, texts, INDEXES)).toBe(blamed)
  })
})
