import { describe, expect, it } from 'vitest'
import { aimOf, earlierLosses, findCulprit, type Look } from '../../src/cause/culprit.ts'

const seen = (shape: string, work?: number, indexes: readonly string[] = []): Look => ({
  kind: 'seen',
  shape,
  work,
  indexes,
})
const failed: Look = { kind: 'failed', code: '42P01' }

describe('findCulprit', () => {
  it.each<{ about: string; looks: Look[]; fills?: number[]; culprit: number | undefined }>([
    { about: 'the only step', looks: [seen('a', 4), seen('b', 800)], culprit: 0 },
    {
      about: 'not a harmless change of the plan before it',
      looks: [seen('a', 4), seen('b', 4), seen('b', 4), seen('c', 800)],
      culprit: 2,
    },
    {
      about: 'the dropped index, not the poor one that takes its place',
      looks: [seen('a', 4), seen('b', 800), seen('c', 300)],
      culprit: 0,
    },
    {
      about: 'the larger of two steps, though the plan stays',
      looks: [seen('a', 4), seen('a', 30), seen('a', 2400)],
      culprit: 1,
    },
    {
      about: 'what puts a new view in place of the old one',
      looks: [seen('a', 4), failed, seen('b', 700)],
      culprit: 1,
    },
    {
      about: 'what puts a new table in place of the old one, not what fills it or speeds it up afterwards',
      looks: [seen('a', 4), failed, seen('b', 0), seen('b', 0), seen('b', 900), seen('c', 130)],
      fills: [3],
      culprit: 1,
    },
    { about: 'what made the plan run into the timeout', looks: [seen('a', 4), seen('b', Infinity)], culprit: 0 },
    { about: 'nothing, where the catalog alone was read', looks: [seen('a', 4), seen('a', 9)], culprit: undefined },
    { about: 'nothing, where no step differs', looks: [seen('a', 4), seen('a', 4)], culprit: undefined },
  ])('blames for more work $about', ({ looks, fills = [], culprit }) => {
    const filling = looks.slice(1).map((_, position) => fills.includes(position))
    expect(findCulprit('worse', looks, filling)).toBe(culprit)
  })

  it('blames for less work the step that saved most', () => {
    expect(findCulprit('better', [seen('a', 900), seen('b', 700), seen('c', 3)], [])).toBe(1)
  })

  it('blames for another plan the step after which it never again was the old one', () => {
    expect(findCulprit('changed', [seen('a'), seen('b'), seen('a'), seen('c'), seen('c')], [])).toBe(2)
  })

  it('blames for a trigger that fires what made it fire, not the step after which the catalog was read', () => {
    const firing = (triggers: string, work: number): Look => ({
      kind: 'seen',
      shape: 'a',
      work,
      indexes: [],
      triggers,
    })
    const looks = [firing('author', 40), firing('author', 19), firing('author', 19), firing('author, file', 24)]
    expect(findCulprit('changed', looks, [])).toBe(2)
  })

  it('blames for another result the step after which it was never again the old one', () => {
    const finding = (rows: number): Look => ({ kind: 'seen', shape: 'a', work: 4, indexes: [], rows })
    expect(findCulprit('changed', [finding(5), finding(5), finding(0), finding(0)], [])).toBe(1)
  })

  it('blames for another plan of a rewritten statement the step that gave it its last one', () => {
    expect(findCulprit('changed', [failed, seen('b'), seen('c'), seen('c')], [])).toBe(1)
  })

  it('blames for the same plan and triggers the step that changed the work most, or none', () => {
    expect(findCulprit('changed', [seen('a', 900), seen('a', 920), seen('a', 1800)], [])).toBe(1)
    expect(findCulprit('changed', [seen('a', 20), seen('a', 14), seen('a', 15)], [])).toBeUndefined()
  })

  it('blames for a failure the step after which it never again worked, whatever became of the plan', () => {
    expect(findCulprit('broken', [seen('a', 4), seen('b', 9), failed, failed], [])).toBe(1)
    expect(findCulprit('broken', [seen('a', 4), failed, seen('a', 4)], [])).toBeUndefined()
  })

  it('blames for a timeout the step after which it never again came to an end in time', () => {
    expect(findCulprit('broken', [seen('a', 4), seen('a', 90), seen('a', Infinity), seen('a', Infinity)], [])).toBe(1)
    expect(findCulprit('mended', [seen('a', Infinity), seen('a', Infinity), seen('a', 4)], [])).toBe(1)
  })

  it('blames for a failure what took the place of something, not what made room for it', () => {
    const failing = (code: string): Look => ({ kind: 'failed', code })
    expect(findCulprit('broken', [seen('a', 4), failing('42P01'), failing('42703'), failing('42703')], [])).toBe(1)
    expect(findCulprit('broken', [seen('a', 4), failing('42703'), failing('42P01')], [])).toBe(0)
    expect(findCulprit('broken', [seen('a', 4), failing('42P01'), failing('42P01')], [])).toBe(0)
    expect(findCulprit('broken', [seen('a', 4), failing('42703'), failing('428C9')], [])).toBe(1)
  })

  it('looks the other way round where base’s statements are gone through', () => {
    expect(aimOf('regressed', 'base')).toBe('better')
    expect(findCulprit(aimOf('broken', 'base')!, [failed, failed, seen('a', 4)], [])).toBe(1)
    expect(aimOf('unchanged', 'head')).toBeUndefined()
  })

  it('names besides what took away an equal index before, where the plan used it', () => {
    const looks = [seen('a', 4, ['x']), seen('a', 4, ['y']), seen('a', 4, ['y']), seen('b', 800)]
    expect(findCulprit('worse', looks, [])).toBe(2)
    expect(earlierLosses('worse', looks, 2)).toEqual([0])
    expect(earlierLosses('better', looks, 2)).toEqual([])
    expect(earlierLosses('worse', [seen('a', 4, ['y']), seen('a', 4, ['y']), seen('b', 800)], 1)).toEqual([])
  })
})
