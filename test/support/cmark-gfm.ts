import { spawnSync } from 'node:child_process'
import gfm from 'cmark-gfm-js'

/** GitHub's own Markdown parser with its extensions: the system's `cmark-gfm` where there is one, else its port. */
export function renderGfm(markdown: string): string {
  const extensions = ['table', 'strikethrough', 'autolink', 'tagfilter'].flatMap(name => ['-e', name])
  const { status, stdout } = spawnSync('cmark-gfm', ['--unsafe', ...extensions], { input: markdown, encoding: 'utf8' })
  return status === 0 ? stdout : renderGfmPort(markdown)
}

/** The same in this process: fast enough for thousands of strings. */
export function renderGfmPort(markdown: string): string {
  return gfm.convert(markdown)
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** Text of HTML as a browser reads it: what cmark wrote as an entity, and the numeric references of raw HTML. */
export function decodeHtml(html: string): string {
  return html.replace(/&(?:#(\d+)|(lt|gt|quot|amp));/g, (_, point: string | undefined, name: string) =>
    point === undefined ? ENTITIES[name]! : String.fromCodePoint(Number(point)),
  )
}
