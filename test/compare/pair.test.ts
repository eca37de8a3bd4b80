import { beforeAll, describe, expect, it } from 'vitest'
import type { Snapshot, Statement } from '../../src/capture/snapshot.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { statement } from './statements.ts'

beforeAll(loadParser)

const key = (fingerprint: string, textHash = '00000000') => ({ fingerprint, textHash })
const snapshot = (...statements: Statement[]): Snapshot => ({ statements })
const unnamed = (name: string, fields: Partial<Statement>) => statement({ name, isNamed: false, ...fields })
const pairs = (base: Snapshot, head: Snapshot) =>
  pairStatements(base, head).map(({ relation, base: before, head: after }) => [relation, before?.name, after?.name])

describe('pairStatements', () => {
  it('pairs by name, also where two of them share a fingerprint', () => {
    const few = statement({ name: 'few', key: key('a') })
    const many = statement({ name: 'many', key: key('a') })
    expect(pairs(snapshot(few, many), snapshot(many, few))).toEqual([
      ['same', 'many', 'many'],
      ['same', 'few', 'few'],
    ])
  })

  it('takes the same name with another text for edited', () => {
    const base = statement({ name: 'list', key: key('a') })
    const other = statement({ name: 'list', key: key('b'), text: 'select id from orders' })
    const offset = statement({ name: 'list', key: key('a', '11111111'), text: `${base.text} offset $2` })
    expect(pairs(snapshot(base), snapshot(other))).toEqual([['edited', 'list', 'list']])
    expect(pairs(snapshot(base), snapshot(offset))).toEqual([['edited', 'list', 'list']])
  })

  it('pairs a renamed statement by what it is', () => {
    const base = snapshot(statement({ name: 'old', key: key('a') }))
    expect(pairs(base, snapshot(statement({ name: 'new', key: key('a') })))).toEqual([['same', 'old', 'new']])
  })

  it('pairs what has no name by what it is, whatever its place', () => {
    const a = unnamed('a', { key: key('a'), source: { file: 'repo.ts', line: 1 } })
    const b = unnamed('b', { key: key('b'), source: { file: 'repo.ts', line: 2 } })
    const moved = unnamed('b2', { key: key('b'), source: { file: 'repo.ts', line: 1 } })
    expect(pairs(snapshot(a, b), snapshot(moved))).toEqual([
      ['same', 'b', 'b2'],
      ['removed', 'a', undefined],
    ])
  })

  it.each([
    ['the same line', { file: 'repo.ts', line: 7 }, 'select id from orders', 'edited'],
    ['the same line and another table', { file: 'repo.ts', line: 7 }, 'select id from items', 'edited'],
    [
      'another line and the same tables',
      { file: 'repo.ts', line: 9 },
      'select id from orders where note = $1',
      'edited',
    ],
    ['another line and other tables', { file: 'repo.ts', line: 9 }, 'select id from items', 'added'],
    ['another file and other predicates', { file: 'other.ts', line: 7 }, 'select * from orders where id = $1', 'added'],
    ['another verb elsewhere', { file: 'repo.ts', line: 9 }, 'delete from orders where customer_id = $1', 'added'],
    ['no place, other tables', undefined, 'select * from items where customer_id = $1', 'added'],
  ])('an unnamed statement at %s is %s', (_, source, text, relation) => {
    const before = 'select * from orders where customer_id = $1'
    const base = unnamed('a', { key: key('a'), text: before, source: { file: 'repo.ts', line: 7 } })
    const head = unnamed('b', { key: key('b'), text, source })
    expect(pairStatements(snapshot(base), snapshot(head))[0]?.relation).toBe(relation)
  })

  const QUERY = 'select o.id from orders o join customers c on c.id = o.customer_id where o.state = $1'
  it.each([
    ['another output', QUERY.replace('o.id from', 'o.id, c.name from'), 'edited'],
    ['other aliases alone', QUERY.replaceAll(/\bo\b/g, 'ord').replaceAll(/\bc\b/g, 'buyer'), 'same'],
    ['another name of an output column', QUERY.replace('o.id from', 'o.id as order_id from'), 'same'],
    ['a predicate more', `${QUERY} and o.deleted_at is null`, 'edited'],
    ['a function around a column', QUERY.replace('o.state =', 'lower(o.state) ='), 'edited'],
    ['another order', `${QUERY} order by o.id`, 'edited'],
    ['a sub-query for a join', 'select id from orders where state = $1', 'added'],
    ['quite other predicates', 'select o.id from orders o join customers c using (email) where o.note = $1', 'added'],
  ])('an unnamed statement without a place and with %s is %s', (_, text, relation) => {
    const base = snapshot(unnamed('a', { key: key('a'), text: QUERY }))
    expect(pairStatements(base, snapshot(unnamed('b', { key: key('b'), text })))[0]?.relation).toBe(relation)
  })

  it('pairs by a call site that a comment of the application gives, where that is clear', () => {
    const at = (name: string, file: string, text: string) => unnamed(name, { key: key(name), text, source: { file } })
    const base = snapshot(at('a', '/orders', 'select id from orders'), at('b', '/report', 'select id from orders'))
    const head = snapshot(at('c', '/report', 'select note from orders'), at('d', '/orders', 'select 1, id from orders'))
    expect(pairs(base, head)).toEqual([
      ['edited', 'b', 'c'],
      ['edited', 'a', 'd'],
    ])
  })

  it('pairs nothing where there is a choice', () => {
    const of = (name: string, text: string) => unnamed(name, { key: key(name), text })
    const base = snapshot(
      of('a', 'select id from orders where state = $1 limit 1'),
      of('b', 'select id from orders where state = $1 limit 2 offset 3'),
    )
    expect(pairs(base, snapshot(of('c', 'select id from orders where state = $1 order by id')))).toEqual([
      ['added', undefined, 'c'],
      ['removed', 'a', undefined],
      ['removed', 'b', undefined],
    ])
  })

  it('uses each statement once and keeps an order: head’s, then what only base has', () => {
    const names = ['a', 'b', 'c', 'd']
    const base = snapshot(...names.map(name => statement({ name, key: key(name) })))
    const head = snapshot(...['d', 'x', 'b'].map(name => statement({ name, key: key(name) })))
    expect(pairs(base, head)).toEqual([
      ['same', 'd', 'd'],
      ['added', undefined, 'x'],
      ['same', 'b', 'b'],
      ['removed', 'a', undefined],
      ['removed', 'c', undefined],
    ])
  })

  it('does not pair two unnamed statements with nothing in common but that', () => {
    const other = unnamed('a', { key: key('b'), text: 'select * from items' })
    expect(pairs(snapshot(unnamed('a', { key: key('a') })), snapshot(other))).toEqual([
      ['added', undefined, 'a'],
      ['removed', 'a', undefined],
    ])
  })
})
