import { describe, expect, it } from 'vitest'
import { createSessionTracker } from '../../src/capture/session.ts'

function settingsAfter(...statements: readonly (string | readonly [string, readonly string[]])[]) {
  const tracker = createSessionTracker({ search_path: 'app' })
  const followed = statements.map(statement => {
    const [sql, values] = typeof statement === 'string' ? [statement, []] : statement
    return tracker.follow('s1', sql, values)
  })
  return { settings: tracker.settingsOf('s1'), followed }
}

describe('following the settings of a session', () => {
  it.each([
    [['set search_path to tenant_7, public'], { search_path: 'tenant_7, public' }],
    [["set session search_path = 'tenant_7'"], { search_path: 'tenant_7' }],
    [["SET work_mem TO '64MB'"], { search_path: 'app', work_mem: '64MB' }],
    [['set role reporting'], { search_path: 'app', role: 'reporting' }],
    [['begin', "set local app.tenant = '5'"], { search_path: 'app', 'app.tenant': '5' }],
    [['begin', "set local app.tenant = '5'", 'commit'], { search_path: 'app' }],
    [["set time zone 'Europe/Berlin'"], { search_path: 'app', timezone: 'Europe/Berlin' }],
    [["set work_mem = '1MB'", 'set work_mem to default'], { search_path: 'app' }],
    [["set app.tenant = 'it''s'"], { search_path: 'app', 'app.tenant': "it's" }],
    [["set work_mem = '1MB'", 'reset work_mem'], { search_path: 'app' }],
    [["set work_mem = '1MB'", 'discard all'], {}],
    [["select set_config('app.tenant', '9', false)"], { search_path: 'app', 'app.tenant': '9' }],
    [
      [['SELECT set_config($1, $2, $3)', ['app.tenant', '9', 'true']] as const],
      { search_path: 'app', 'app.tenant': '9' },
    ],
    [[['select set_config($1::text, $2, true)', ['app.tenant', '9']] as const, 'rollback'], { search_path: 'app' }],
    [['set transaction isolation level serializable'], { search_path: 'app' }],
    [['set constraints all deferred'], { search_path: 'app' }],
  ])('%j', (statements, expected) => {
    expect(settingsAfter(...statements).settings).toEqual(expected)
  })

  it('keeps sessions apart and takes no query for a setting', () => {
    const tracker = createSessionTracker({})
    tracker.follow('s1', 'set role a', [])
    expect(tracker.settingsOf('s2')).toEqual({})
    expect(tracker.follow('s1', 'select * from settings', [])).toBe(false)
    expect(tracker.follow('s1', 'update t set a = 1', [])).toBe(false)
  })
})
