import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { renderGfmPort } from '../test/support/cmark-gfm.ts'

/** What GitHub gives a comment on a wide screen, in CSS pixels, and how much of its height the README shows. */
const WIDTH = 900
const HEIGHT = 964
const SCALE = 1.35
const MAX_BYTES = 300_000
const BACKGROUND = { light: '#ffffff', dark: '#0d1117' } as const

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

type Theme = keyof typeof BACKGROUND

const [comment, report] = process.argv.slice(2)
if (comment === undefined) {
  process.stderr.write('Name the Markdown file of a comment, as `npm run demo` writes it, and the page of a report.\n')
  process.exitCode = 1
} else {
  const markdown = await readFile(comment, 'utf8')
  for (const theme of ['light', 'dark'] as const) {
    await shoot(markdown, theme)
    if (report !== undefined) await shootReport(resolve(report), theme)
  }
}

/** Draws the top of a report's page with its first statement open. */
async function shootReport(file: string, theme: Theme): Promise<void> {
  const picture = pictureOf(`report-${theme}`)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1500 }, colorScheme: theme })
    await page.goto(pathToFileURL(file).href)
    await page.locator('#statements button.name').first().click()
    await page.screenshot({ path: picture })
  } finally {
    await browser.close()
  }
  await checkSize(picture)
}

function pictureOf(name: string): string {
  return join(import.meta.dirname, `../docs/images/${name}.png`)
}

async function checkSize(picture: string): Promise<void> {
  const { size } = await stat(picture)
  if (size > MAX_BYTES) throw new Error(`${picture} has ${size} bytes, ${MAX_BYTES} at most are wanted.`)
  process.stdout.write(`${picture}: ${size} bytes\n`)
}

/** Draws the comment as GitHub would into docs/images; needs Chromium and a font with emoji. */
async function shoot(markdown: string, theme: Theme): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-screenshot-'))
  try {
    const page = join(folder, 'comment.html')
    const picture = pictureOf(`comment-${theme}`)
    await writeFile(page, await pageOf(markdown, theme))
    await promisify(execFile)(CHROMIUM, [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--force-device-scale-factor=${SCALE}`,
      `--window-size=${WIDTH},${HEIGHT}`,
      `--screenshot=${picture}`,
      pathToFileURL(page).href,
    ])
    await checkSize(picture)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function pageOf(markdown: string, theme: Theme): Promise<string> {
  const css = await readFile(
    createRequire(import.meta.url).resolve(`github-markdown-css/github-markdown-${theme}.css`),
    'utf8',
  )
  return `<!doctype html>
<meta charset="utf-8">
<style>
${css}
body { margin: 0; padding: 16px; background: ${BACKGROUND[theme]}; }
.markdown-body { font-size: 14px; }
</style>
<article class="markdown-body">${colorDiffs(renderGfmPort(markdown))}</article>`
}

/** GitHub's classes for added and removed lines. */
function colorDiffs(html: string): string {
  return html.replace(
    /(<code class="language-diff">)([\s\S]*?)(<\/code>)/g,
    (_, open: string, text: string, close: string) => {
      const lines = text.split('\n').map(line => {
        if (line.startsWith('+')) return `<span class="pl-mi1">${line}</span>`
        return line.startsWith('-') ? `<span class="pl-md">${line}</span>` : line
      })
      return `${open}${lines.join('\n')}${close}`
    },
  )
}
