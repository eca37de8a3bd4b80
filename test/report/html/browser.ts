import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core'
import { renderHtml } from '../../../src/report/html/render.ts'
import type { Report } from '../../../src/report/report.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
/** Root has no sandbox to use, and nothing here is a stranger's; the rest keeps Chromium from calling home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The page is tested where there is a browser, and always in CI. */
export const HAS_CHROMIUM = process.env.CI === 'true' || existsSync(CHROMIUM)

export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `These tests open the report in Chromium, and ${CHROMIUM} is missing: run \`apt-get install chromium\`, or name another one in CHROMIUM.`,
    )
  }
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

interface OpenReport extends AsyncDisposable {
  readonly page: Page
  /** Milliseconds from the navigation until all scripts had run, the first statements being in the document. */
  readonly openedMs: number
  /** Every address that any frame asked for but the file itself. */
  readonly requests: readonly string[]
  readonly violations: readonly string[]
  readonly errors: readonly string[]
}

/** Writes a report's page to a folder of its own and opens it from there. */
export async function openReport(
  browser: Browser,
  report: Report,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-page-'))
  const file = join(folder, 'report.html')
  await writeFile(file, renderHtml(report))
  const context = await browser.newContext(options)
  // Runs in every frame, whatever the page's policy says.
  await context.addInitScript({
    content: `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, sample }) =>
      console.error('violation', violatedDirective, blockedURI, sourceFile, lineNumber, sample))`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const requests: string[] = []
  const violations: string[] = []
  const errors: string[] = []
  const address = pathToFileURL(file).href
  page.on('request', request => {
    if (request.url().replace(/#.*/, '') !== address) requests.push(request.url())
  })
  page.on('console', message => {
    if (message.text().startsWith('violation')) violations.push(message.text())
  })
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(address)
  const openedMs = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].loadEventEnd")
  return {
    page,
    openedMs,
    requests,
    violations,
    errors,
    [Symbol.asyncDispose]: async () => {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What axe-core calls serious or critical in a frame, which takes the script whatever its policy is: the rule and the elements. */
export async function seriousIn(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source)
  return await frame.evaluate<
    string[]
  >(`axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`)
}
