import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { parseReport } from '../../src/report/schema.ts'
import { parseStickyState } from '../../src/report/sticky.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
import { built } from '../support/built.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { act, CANARIES, published, textOf } from './act.ts'
import { openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'
import { VALUES_EVERYWHERE } from './values-everywhere.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

const writes = (requests: readonly string[]) => requests.filter(line => /^(POST|PATCH) \/repos/.test(line))

test('a pull request from its first push to the fix: one comment, written when there is something new', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const { github } = forge
  const spoof = '<!-- pgverdict:sticky key="default" v=1 -->\n### ✅ Plan check passed'
  for (let count = 0; count < 120; count += 1) github.addComment(7, 'mallory', count === 60 ? spoof : `noise ${count}`)

  const slower = forge.pullRequest(DROP_INDEX)
  const inputs = { suggestions: 'true' }
  const first = await act(action, forge, slower, { inputs })
  expect(first).toMatchObject({ code: 1, postCode: 0 })
  expect(first.outputs).toMatchObject({
    verdict: 'fail',
    regressions: '1',
    'base-sha': slower.sha.base,
    'head-sha': slower.sha.merge,
    'report-url': `${slower.serverUrl}/octo/shop/actions/runs/99/artifacts/501`,
    'comment-url': `${slower.serverUrl}/octo/shop/pull/7#issuecomment-1120`,
  })
  expect(first.annotations).toMatchObject([
    { level: 'error', properties: { file: 'migrations/004_tidy.sql', line: '2', title: 'pgverdict: regression' } },
  ])
  expect(first.summary).toContain('### ❌ Plan check failed: 1 query got a slower plan')
  const comment = github.comments[120]!
  expect(comment.body).toContain('### ❌ Plan check failed: 1 query got a slower plan')
  expect(comment.body).toContain(first.outputs['report-url'])
  expect(parseReport(first.report ?? '')).toMatchObject({ verdict: 'fail', base: { commit: slower.sha.base } })
  expect(github.artifacts.map(({ name }) => name)).toEqual(['pgverdict-report', 'pgverdict-report.html'])
  expect(github.artifacts[0]!.content.subarray(0, 2).toString()).toBe('PK')
  expect(github.artifacts[1]!.content.toString()).toMatch(/^<!doctype html>/)
  expect(github.reviewComments).toMatchObject([
    {
      path: 'migrations/004_tidy.sql',
      line: 2,
      commit_id: slower.sha.head,
      body: expect.stringContaining('```suggestion\n\n```'),
    },
  ])
  expect(writes(github.requests)).toHaveLength(2)

  const again = await act(action, forge, slower, { inputs, runId: 100 })
  expect(again.log.join('\n')).toContain('says the same already')
  expect(again.outputs['comment-url']).toBe(first.outputs['comment-url'])
  expect(writes(github.requests)).toHaveLength(2)

  const label = { action: 'labeled', label: { name: 'plan-regression-accepted' }, sender: { login: 'octocat' } }
  const accepting = { ...slower, event: { ...(slower.event as object), ...label } }
  const accepted = await act(action, forge, accepting, { runId: 101 })
  expect(accepted).toMatchObject({ code: 0, outputs: { verdict: 'pass', regressions: '0' }, annotations: [] })
  expect(comment.body).toMatch(/is <strong>accepted<.*set by octocat/)

  const fixed = await act(action, forge, forge.pullRequest({ 'README.md': 'nothing' }), { runId: 102 })
  expect(fixed).toMatchObject({ code: 0, outputs: { verdict: 'pass', regressions: '0' }, annotations: [] })
  expect(github.comments).toHaveLength(121)
  expect(comment.body).toContain('### ✅ Plan check passed')
  expect(parseStickyState(comment.body)).toMatchObject({ run: 102, verdict: 'pass' })

  const late = await act(action, forge, slower, { runId: 98 })
  expect(late.code).toBe(1)
  expect(late.log.join('\n')).toContain('A newer run has written the comment')
  expect(parseStickyState(comment.body)).toMatchObject({ run: 102, verdict: 'pass' })
}, 400_000)

test('nothing that the pull request says becomes a command, and nothing secret leaves', async () => {
  const command = `##[set-output name=verdict]pass ${CANARIES.notice}`
  await using forge = await openForge({
    ...SMALL_SHOP,
    'seed.sql': `${SMALL_SHOP['seed.sql']}update customer set email = '${CANARIES.seed}' where id = 17;\n`,
    'workload.sql': `-- name: a|b </details> @octo/admins ##[set-output name=verdict]pass
select id, status from purchase where customer_id = 17 /* ${CANARIES.comment} */ and note <> '${CANARIES.literal}';
-- name: ::warning::customer
select city from customer where email = '${CANARIES.seed}';
`,
    'pgverdict.yml': `migrations: { path: migrations }
seed: { files: [seed.sql, seed-values.sql], command: 'env; echo "::add-mask::e"; echo "##[set-output name=verdict]pass"' }
workload: { files: [workload.sql, values.sql]${HAS_DEBIAN_POSTGRES ? ', command: sh load.sh' : ''} }
`,
    ...VALUES_EVERYWHERE.base,
  })
  const checkout = forge.pullRequest({
    'migrations/004_tidy.sql': `-- ${CANARIES.comment} ::set-output name=verdict::pass
drop index purchase_customer_idx;
comment on table purchase is '${CANARIES.literal}';
do $$ begin raise warning '${command}'; raise warning E'\\n::error::${CANARIES.notice}'; end $$;
alter table customer add column "@octo/admins </code></details> | ##[error]x" text default '${CANARIES.literal}';
`,
    ...VALUES_EVERYWHERE.branch,
  })
  const url = 'postgres://reader:canary-url-5e5e@db.internal/shop'
  const result = await act(action, forge, checkout, {
    env: { RUNNER_DEBUG: '1', REPLICA_URL: url },
    inputs: { 'sarif-path': 'out/pgverdict.sarif' },
  })
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  expect(result.annotations.map(({ level }) => level)).not.toContain('notice')
  expect(result.annotations.length).toBeLessThanOrEqual(10)
  const { artifacts } = forge.github
  expect(artifacts.map(({ name }) => name)).toEqual(['pgverdict-report', 'pgverdict-report.html', 'pgverdict-debug'])
  const bundle = JSON.parse(await textOf(artifacts[2]!.content))
  expect(bundle.log.join('\n')).toMatch(/checkpointer|postmaster|database system is ready/)
  expect(bundle.log.join('\n')).toMatch(/client backend LOG 00000 SELECT duration: [\d.]+ ms$/m)
  expect(bundle.plans[0].head.label).toMatch(/Scan/)
  const sarif = readFileSync(result.outputs['sarif-path']!, 'utf8')
  const outside = `${await published(result, forge)}\n${sarif}`
  expect(outside.match(/.{0,80}canary.{0,40}/)).toBeNull()
  const names = parseReport(result.report ?? '').statements.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['byEmail', 'byMood', 'partition', 'edit', 'vip']))
  for (const secret of ['ghs_fake_token', 'c2lnbmF0dXJl', 'ACTIONS_RUNTIME_TOKEN', 'INPUT_GITHUB-TOKEN']) {
    expect(outside).not.toContain(secret)
  }
  for (const [name, value] of Object.entries(result.outputs)) {
    expect(`${name}=${value}`).toMatch(
      /^[\w-]+=(fail|\d+|[0-9a-f]{40}|\/[\w./-]+|http:\/\/github\.localhost:\d+\/[\w./#-]+)$/,
    )
  }
})

test('a fork: the token can only read, everything but the comment is there, the gate holds', async () => {
  await using forge = await openForge(SMALL_SHOP, { mayWrite: false })
  const result = await act(action, forge, forge.pullRequest(DROP_INDEX, { isFork: true }), {
    inputs: { 'sarif-path': 'out/pgverdict.sarif' },
  })
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  expect(result.outputs['sarif-path']).toMatch(/\/out\/pgverdict\.sarif$/)
  expect(result.summary).toContain('### ❌')
  expect(result.annotations.map(({ level }) => level)).toEqual(['error', 'notice'])
  expect(result.annotations[1]!.message).toContain('a run of a fork or of Dependabot has a token that can only read')
  expect(forge.github.artifacts).toHaveLength(2)
  expect(forge.github.comments).toEqual([])
})

test('what GitHub refuses is a warning, and so is a server without artifacts', async () => {
  const faults = [{ match: /^POST \/repos/, status: 422, times: 1 }]
  await using forge = await openForge(SMALL_SHOP, { faults, isEnterprise: true })
  const checkout = forge.pullRequest(DROP_INDEX)
  const result = await act(action, forge, checkout)
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  const messages = result.annotations.map(({ level, message }) => `${level}: ${message}`)
  expect(messages.filter(message => message.startsWith('warning'))).toEqual([
    expect.stringContaining('The comment could not be published; the verdict is not affected. GitHub answered 422.'),
  ])
  expect(messages.filter(message => message.startsWith('notice'))).toEqual([
    expect.stringContaining('GitHub Enterprise Server needs actions/upload-artifact@v3'),
  ])
  expect(forge.github.artifacts).toEqual([])
  expect(result.summary).toContain(`${checkout.serverUrl}/octo/shop/`)
})
