import { expect, test } from 'vitest'
import { hidingSecrets, hidingText } from '../../src/publish/failure-of.ts'
import { assertNoSecret, collectSecrets } from '../../src/publish/secrets.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { report, slower } from '../report/fixtures.ts'

test.each([
  [{ DEPLOY_TOKEN: 'tok_1234567890' }, ['tok_1234567890']],
  [{ DB: 'postgres://app:p%40ssw0rd!@db.example/shop' }, ['postgres://app:p%40ssw0rd!@db.example/shop', 'p@ssw0rd!']],
  [{ DB: 'postgres://postgres:postgres@localhost/shop' }, []],
  [{ DB: 'postgres://localhost/shop' }, []],
  [{ PASSWORD: 'short' }, []],
  [{ PATH: '/usr/bin:/bin', HOME: '/home/runner' }, []],
])('of %j the secrets are %j', (environment, expected) => {
  expect(collectSecrets(environment, [])).toEqual(expected)
})

const secret = 'S3cr3t_p@ss/"word"'

test.each([
  ['report', renderJson],
  ['comment', renderComment],
  ['job summary', renderSummary],
])('a secret in a statement keeps the %s from being written', (surface, render) => {
  const leaky = report({ statements: [{ ...slower, status: 'improved', name: `select ${secret}` }] })
  expect(() => assertNoSecret(surface, render(leaky), [secret])).toThrow(`The ${surface} was not written`)
  expect(() => assertNoSecret(surface, render(report()), [secret])).not.toThrow()
})

const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  secret,
  encodeURIComponent(secret),
  base64(secret),
  base64(`user:${secret}`),
  base64(`owner:${secret}@host`),
  base64(`u:${secret}/db`),
  base64(`x${secret}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  Buffer.from(secret).toString('hex'),
  Buffer.from(`u:${secret}`).toString('hex').toUpperCase(),
  'S3cr3t_p@ss/&quot;word&quot;',
])('it is found as %s', form => {
  expect(() => assertNoSecret('log', `x ${form} y`, [secret])).toThrow()
})

test('the error does not hold it', () => {
  expect(() => assertNoSecret('log', secret, [secret])).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining(secret) }),
  )
})

test.each([secret, Buffer.from(secret).toString('base64')])(
  'a failure that would tell it as %s is told without',
  form => {
    const failure = {
      stage: 'seed base',
      message: `The command printed ${form}`,
      hint: undefined,
      kind: 'measurement',
    } as const
    const told = hidingSecrets(failure, [secret])
    expect(told).toMatchObject({
      stage: 'seed base',
      kind: 'measurement',
      message: expect.stringContaining('is not shown'),
    })
    expect(hidingSecrets({ ...failure, message: 'plain', hint: form }, [secret])).not.toMatchObject({ hint: form })
    expect(hidingSecrets({ ...failure, message: 'plain' }, [secret]).message).toBe('plain')
    expect(hidingText(`log: ${form}`, [secret])).not.toContain(form)
  },
)
