import { describe, expect, it } from 'vitest'
import type { Snapshot, Statement } from '../../src/capture/snapshot.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { statement } from './statements.ts'

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
    const other = statement({ name: 'list', key: key('b') })
    const offset = statement({ name: 'list', key: key('a', '11111111') })
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
    ['another line and the same tables', { file: 'repo.ts', line: 9 }, 'select id, note from orders', 'edited'],
    ['another line and other tables', { file: 'repo.ts', line: 9 }, 'select id from items', 'added'],
    ['another file', { file: 'other.ts', line: 7 }, 'select id from orders', 'added'],
    ['another verb elsewhere', { file: 'repo.ts', line: 9 }, 'delete from orders', 'added'],
    ['no place', undefined, 'select id from orders', 'added'],
  ])('an unnamed statement at %s is %s', (_, source, text, relation) => {
    const base = unnamed('a', { key: key('a'), text: 'select * from orders', source: { file: 'repo.ts', line: 7 } })
    const head = unnamed('b', { key: key('b'), text, source })
    expect(pairStatements(snapshot(base), snapshot(head))[0]?.relation).toBe(relation)
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
    expect(pairs(snapshot(unnamed('a', { key: key('a') })), snapshot(unnamed('a', { key: key('b') })))).toEqual([
      ['added', undefined, 'a'],
      ['removed', 'a', undefined],
    ])
  })
})
