import { describe, expect, test } from 'vitest'
import { findParameter } from '../../src/sql/parameters.ts'

describe('a parameter without a value', () => {
  test.each([
    ['select * from t where id = $1', '$1'],
    ['select * from t where id = :id', ':id'],
    ['select * from t where id=:id and a[1:n] = 2', ':id'],
    ['select * from t where id = @id', '@id'],
    ["select * from t where name = :'name'", ":'name'"],
    ['select * from :"table"', ':"table"'],
    ['select * from t where id in (@first, 2)', '@first'],
    ["select * from t where id = sqlc.arg('id')", 'sqlc.arg'],
    ['select * from t where id = sqlc.narg(id)', 'sqlc.narg'],
    ['select * from t where id in (sqlc.slice(ids))', 'sqlc.slice'],
    ['select sqlc.embed(t) from t', 'sqlc.embed'],
  ])('%s', (sql, parameter) => {
    expect(findParameter(sql)).toBe(parameter)
  })

  test.each([
    'select \'$1 :id @id sqlc.arg(id)\', $$:id @id$$, "@id" -- :id\nfrom t /* @id */',
    'select id::text, a[1:n], a[:n], a[b[1]:n] from t',
    'select * from t where tags @> array[x] and box <@ y and doc @@ z and @ -5 = 5 and doc @? p',
    'select abs(id), sqlc from t, sqlc.t as u',
  ])('none in %s', sql => {
    expect(findParameter(sql)).toBeUndefined()
  })
})
