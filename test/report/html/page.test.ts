import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../../src/report/report.ts'
import { REPORTS, report, slower, statement } from '../fixtures.ts'
import { HAS_CHROMIUM, launchBrowser, openReport, seriousIn } from './browser.ts'
import { hostileReport } from './hostile.ts'

let browser: Browser
beforeAll(async () => {
  if (HAS_CHROMIUM) browser = await launchBrowser()
})
afterAll(() => browser?.close())

const failing = REPORTS.failing as Report
const names = (page: Page) => page.locator('#statements button.name').allInnerTexts()
const visible = (element: Locator) => element.innerText()
const nameOf = (text: string) => text.replace(/^[▸▾]\s*/, '')
const rows = async (page: Page) => (await names(page)).map(nameOf)

/** A load of 500 statements, every tenth of them with a plan that got worse. */
function manyStatements(): Report {
  const statements = Array.from({ length: 500 }, (_, at) => ({
    ...(at % 10 === 0 ? slower : statement({ base: slower.base, head: slower.base })),
    name: `module${at % 25}.query${String(at).padStart(3, '0')}`,
    fingerprint: at.toString(16).padStart(16, '0'),
  }))
  const roster = statements
    .filter(({ status }) => status === 'regressed')
    .map(({ name, fingerprint }) => ({ ...failing.roster[0]!, statement: name, fingerprint }))
  return report({ verdict: 'fail', statements, roster })
}

describe.runIf(HAS_CHROMIUM)('the page', () => {
  it.each(Object.keys(REPORTS))('opens a report that is %s from disk, asking nothing of anybody', async name => {
    await using open = await openReport(browser, REPORTS[name]!)
    expect(await open.page.locator('main h2').count()).toBeGreaterThan(0)
    expect(await open.page.title()).toMatch(/^Plan check/)
    expect(open).toMatchObject({ requests: [], violations: [], errors: [] })
  })

  it('tells the verdict, why, and what was compared', async () => {
    await using open = await openReport(browser, failing)
    expect(await visible(open.page.locator('h1'))).toContain('Plan check failed: 1 query got a slower plan')
    expect(await visible(open.page.locator('.compared'))).toContain('main@1f0b6aa')
    expect(await visible(open.page.locator('#verdict'))).toContain('8,334 pages instead of 12')
    const advice = await visible(open.page.locator('#advice'))
    expect(advice).toMatch(/8,334\s+9\s+61\.8 ms\s+0\.2 ms/)
    expect(advice).toMatch(/Indexes 3[\s\S]*1,200,000 rows[\s\S]*Configuration 1/)
    expect(await open.page.locator('#advice .file').allInnerTexts()).toEqual([
      expect.stringMatching(/New file db\/migrations\/0043_orders[\s\S]*\+ create index concurrently/),
      expect.stringMatching(/In config\/postgresql\.conf[\s\S]*- \(1 line\)\s+\+ work_mem = 32MB/),
    ])
    expect(await visible(open.page.locator('#migrations'))).toContain('locks orders: AccessExclusiveLock')
  })

  it('finds, filters and sorts statements', async () => {
    await using open = await openReport(browser, failing)
    const { page } = open
    expect(await rows(page)).toEqual(['orders.byCustomer', 'customers.search', 'orders.byId', 'orders.count'])

    await page.getByRole('searchbox').fill('NAME like')
    expect(await rows(page)).toEqual(['customers.search'])
    expect(await visible(page.getByRole('status'))).toBe('1 of 4 statements')
    await page.getByRole('searchbox').fill('')

    const chip = page.getByRole('button', { name: 'Same plan' })
    await chip.click()
    expect(await chip.getAttribute('aria-pressed')).toBe('true')
    expect(await rows(page)).toEqual(['orders.byId', 'orders.count'])
    await chip.click()

    const heading = page.getByRole('columnheader', { name: 'Pages on base' })
    await heading.getByRole('button').click()
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    expect((await rows(page))[0]).toBe('customers.search')
    await page.getByRole('columnheader', { name: 'Query' }).getByRole('button').click()
    expect(await rows(page)).toEqual(['customers.search', 'orders.byCustomer', 'orders.byId', 'orders.count'])
    expect(await heading.getAttribute('aria-sort')).toBeNull()
  })

  it('shows both plans side by side with what changed marked', async () => {
    await using open = await openReport(browser, failing)
    const { page } = open
    await page.getByRole('button', { name: 'orders.byCustomer' }).click()
    const plans = page.locator('#detail-0 .plans').first()
    expect(await plans.locator('tr.same .label').allInnerTexts()).toHaveLength(2)
    expect(await visible(plans.locator('tr.added td.head .label'))).toMatch(/only on head:\s*Sort$/)
    expect(await visible(plans.locator('tr.changed td.base'))).toContain(
      'Index Scan Backward using orders_customer_id_idx',
    )
    expect(await visible(plans.locator('tr.changed td.head'))).toContain('8,334 pages')
    const detail = await visible(page.locator('#detail-0'))
    for (const told of [
      'db/migrations/0042_drop_idx.sql:3',
      'drop index orders_customer_id_idx',
      'order by created_at desc',
      'A plan counts as worse when its pages grow by more than 20%',
      'Index Scan → Seq Scan',
      'slowest',
    ]) {
      expect(detail).toContain(told)
    }
  })

  it('shows a sweep of pool sizes, with its knee', async () => {
    await using open = await openReport(browser, REPORTS.swept!)
    const sweep = await visible(open.page.locator('#charts .sweep'))
    expect(sweep).toMatch(/4 \(knee\)\s+1,232\s+3\.1 ms\s+6\.2 ms/)
    expect(sweep).toContain('8 clients through PgBouncer 1.18')
    expect(sweep).toContain('decides nothing')
  })

  it('shows values only where the report has them', async () => {
    const shownValues = [{ statement: 'orders.byCustomer', sets: [{ why: 'slowest', values: ['17', null] }] }]
    for (const shown of [undefined, shownValues]) {
      await using open = await openReport(browser, { ...failing, shownValues: shown })
      await open.page.getByRole('button', { name: 'orders.byCustomer' }).click()
      const detail = await visible(open.page.locator('#detail-0'))
      expect(detail.includes('17, NULL')).toBe(shown !== undefined)
    }
  })

  it('opens a plan in the viewer, in a frame that the policy holds for', async () => {
    await using open = await openReport(browser, failing)
    const { page } = open
    await page.getByRole('button', { name: 'orders.byCustomer' }).click()
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByRole('button', { name: 'Open head’s plan' }).click()
    const frame = page.frameLocator('iframe')
    await frame.locator('.plan-node').getByText('Seq Scan').first().waitFor()
    await frame.locator('.nav-link', { hasText: 'Query' }).click()
    await frame.locator('.tab-pane.active', { hasText: 'customer_id = $1' }).waitFor()
    expect(open).toMatchObject({ requests: [], violations: [] })
    await page.getByRole('button', { name: 'Close head’s plan' }).click()
    expect(await page.locator('iframe').count()).toBe(0)
  })

  it('can be read with the keyboard alone', async () => {
    await using open = await openReport(browser, failing)
    const { page } = open
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the statements')
    await page.keyboard.press('/')
    await page.keyboard.type('orders.')
    expect(await rows(page)).toEqual(['orders.byCustomer', 'orders.byId', 'orders.count'])
    for (let presses = 0; !(await focused()).includes('orders.byCustomer'); presses += 1) {
      expect(presses).toBeLessThan(20)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    expect(await page.locator('#detail-0').isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await page.locator('#detail-0').count()).toBe(0)
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toContain('orders.byId')
    await page.keyboard.press('End')
    expect(await focused()).toContain('orders.count')
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')
    expect(outline).toBe('solid')
  })

  it('follows a link to a statement that is filtered out', async () => {
    await using open = await openReport(browser, failing)
    const { page } = open
    await page.getByRole('button', { name: 'Improved' }).click()
    expect(await rows(page)).toEqual(['customers.search'])
    await page.locator('#verdict a').click()
    await page.locator('#detail-0').waitFor()
    expect(await rows(page)).toHaveLength(4)
  })

  it('is light or dark as the system is, until it is told otherwise', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor'
    await using light = await openReport(browser, failing, { colorScheme: 'light' })
    await using dark = await openReport(browser, failing, { colorScheme: 'dark' })
    expect(await light.page.evaluate(background)).toBe('rgb(255, 255, 255)')
    expect(await dark.page.evaluate(background)).toBe('rgb(13, 17, 23)')
    await light.page.getByRole('button', { name: 'Dark' }).click()
    expect(await light.page.evaluate(background)).toBe('rgb(13, 17, 23)')
  })

  it.each([1200, 1000, 768])('fits a window of %i pixels with a statement open', async width => {
    await using open = await openReport(browser, failing, { viewport: { width, height: 740 } })
    await open.page.locator('#statements button.name').first().click()
    expect(await open.page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  it('fits a phone', async () => {
    await using open = await openReport(browser, failing, { viewport: { width: 360, height: 740 } })
    await open.page.getByRole('button', { name: 'orders.byCustomer' }).click()
    expect(await open.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  it('shows every heading that sorts on a phone, and what it sorts by', async () => {
    await using open = await openReport(browser, failing, { viewport: { width: 360, height: 740 } })
    const { page } = open
    const headings = page.locator('table.statements > thead th')
    expect(await headings.count()).toBe(9)
    for (const heading of await headings.all()) {
      const box = await heading.boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(360)
    }
    await page.getByRole('columnheader', { name: 'Growth' }).getByRole('button').click()
    expect(await visible(page.getByRole('columnheader', { name: 'Growth' }))).toMatch(/▼/)
    // Nothing of it lies over the statements that are read.
    await page.getByRole('button', { name: 'orders.byCustomer' }).click()
    await page.evaluate(`document.querySelector('#detail-0 .plans').scrollIntoView()`)
    const bottom = `document.querySelector('table.statements > thead').getBoundingClientRect().bottom`
    await expect.poll(() => page.evaluate<number>(bottom)).toBeLessThan(0)
  })

  it('breaks no figure in two on a phone', async () => {
    await using open = await openReport(browser, failing, { viewport: { width: 360, height: 740 } })
    const lines = await open.page.evaluate<
      number[]
    >(`[...document.querySelectorAll('#advice .figures td.number')].map(cell => {
      const range = document.createRange()
      range.selectNodeContents(cell)
      return range.getClientRects().length
    })`)
    expect(lines.length).toBeGreaterThan(3)
    expect(new Set(lines)).toEqual(new Set([1]))
    expect(await open.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  it('has no table without rows', async () => {
    const findings = failing.findings.map(finding => ({
      ...finding,
      trial: finding.trial && { ...finding.trial, effects: [], writes: [] },
    }))
    await using open = await openReport(browser, { ...failing, findings })
    expect(await open.page.locator('#advice table').count()).toBe(0)
  })

  it('opens 500 statements in under two seconds', async () => {
    // The best of three: whatever else the machine does only adds to it.
    const openedMs: number[] = []
    const many = manyStatements()
    for (let opening = 0; opening < 3 && !openedMs.some(ms => ms < 2000); opening += 1) {
      await using attempt = await openReport(browser, many)
      expect(attempt.openedMs).toBeGreaterThan(0)
      openedMs.push(attempt.openedMs)
    }
    expect(Math.min(...openedMs)).toBeLessThan(2000)
    await using open = await openReport(browser, many)
    const { page } = open
    expect(await rows(page)).toHaveLength(100)
    const last = 'module24.query499'
    await page.getByRole('searchbox').fill(last)
    expect(await rows(page)).toEqual([last])
    await page.getByRole('searchbox').fill('')
    await expect
      .poll(async () => {
        await page.evaluate(`document.querySelector('button.more')?.scrollIntoView()`)
        return page.locator('button.name').count()
      })
      .toBe(500)
  })
})

describe.runIf(HAS_CHROMIUM)('axe', () => {
  const desktop = { width: 1200, height: 900 }
  const phone = { width: 360, height: 740 }
  it.each([
    ['light', { colorScheme: 'light', viewport: desktop }],
    ['dark', { colorScheme: 'dark', viewport: desktop }],
    ['light on a phone', { colorScheme: 'light', viewport: phone }],
    ['dark on a phone', { colorScheme: 'dark', viewport: phone }],
  ] as const)('finds nothing serious: %s', async (_, options) => {
    await using open = await openReport(browser, failing, options)
    const { page } = open
    await page.locator('#statements button.name').first().click()
    await page.evaluate(`for (const fold of document.querySelectorAll('details')) fold.open = true`)
    await page.getByRole('button', { name: 'Open head’s plan' }).click()
    await page.frameLocator('iframe').locator('.plan-node').first().waitFor()
    for (const frame of page.frames()) expect(await seriousIn(frame)).toEqual([])
  })
})

describe.runIf(HAS_CHROMIUM)('a hostile pull request', () => {
  it('is shown as text and runs nothing', async () => {
    await using open = await openReport(browser, hostileReport())
    const { page } = open
    await page.locator('button.name').first().click()
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect(await visible(page.locator('button.name').first())).toContain('<img src=x onerror=')
    expect(await page.locator('#app img, #app script, a[href^="javascript"]').count()).toBe(0)
    await page.getByRole('button', { name: 'Open head’s plan' }).click()
    const frame = page.frameLocator('iframe')
    await frame.locator('.plan-node').first().waitFor()
    for (const tab of ['Grid', 'Raw', 'Query', 'Stats', 'Plan']) {
      await frame.locator('.nav-link', { hasText: tab }).click()
      await frame.locator('.nav-link.active', { hasText: tab }).waitFor()
      expect(await frame.locator('img[src="x"], a[href^="javascript"], [onerror], [onload]').count()).toBe(0)
    }
    const viewer = page.frames().at(-1)!
    // Whatever the viewer's libraries may one day put into the page as HTML, on an element that is not even in it.
    const written = await viewer.evaluate<string>(`(() => {
      const element = document.createElement('div')
      element.innerHTML = '<b class="k" id="plan">ok</b><img src="x"><iframe src="x"></iframe><a href="x">l</a>'
      element.insertAdjacentHTML('beforeend', '<img src="x">')
      return element.innerHTML
    })()`)
    expect(written).toBe('<b class="k">ok</b><a>l</a>')
    for (const frame of page.frames()) expect(await frame.evaluate('typeof globalThis.ran')).toBe('undefined')
    expect(await viewer.evaluate('origin')).toBe('null')
    expect(open).toMatchObject({ requests: [], violations: [], errors: [] })
  })
})
