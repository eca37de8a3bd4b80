import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { renderGfmPort } from '../test/support/cmark-gfm.ts'

/** What GitHub gives a comment on a wide screen, in CSS pixels, and how much of its height the README shows. */
const WIDTH = 900
const HEIGHT = 964
const SCALE = 1.35
const MAX_BYTES = 300_000
const BACKGROUND = { light: '#ffffff', dark: '#0d1117' } as const

type Theme = keyof typeof BACKGROUND

const [comment] = process.argv.slice(2)
if (comment === undefined) {
  process.stderr.write('Name the Markdown file of a comment, as `npm run demo` writes it.\n')
  process.exitCode = 1
} else {
  const markdown = await readFile(comment, 'utf8')
  await shoot(markdown, 'light')
  await shoot(markdown, 'dark')
}

/** Draws the comment as GitHub would into docs/images; needs Chromium and a font with emoji. */
async function shoot(markdown: string, theme: Theme): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-screenshot-'))
  try {
    const page = join(folder, 'comment.html')
    const picture = join(import.meta.dirname, `../docs/images/comment-${theme}.png`)
    await writeFile(page, await pageOf(markdown, theme))
    await promisify(execFile)(process.env.CHROMIUM ?? 'chromium', [
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
    const { size } = await stat(picture)
    if (size > MAX_BYTES) throw new Error(`${picture} has ${size} bytes, ${MAX_BYTES} at most are wanted.`)
    process.stdout.write(`${picture}: ${size} bytes\n`)
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
