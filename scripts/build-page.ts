import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'rolldown'

/** What the page is made of besides the report: its own script and style, those of the plan viewer, and what may run. */
interface PageParts {
  readonly script: string
  readonly style: string
  readonly viewerScript: string
  readonly viewerStyle: string
  readonly policy: string
}

interface Page {
  readonly parts: PageParts
  /** The files that it was made from. */
  readonly modules: readonly string[]
}

/** Bundles the browser's part of the report in the project's folder `root`; the same sources give the same bytes. */
export async function buildPage(root: string): Promise<Page> {
  const sources = join(root, 'src/report/html')
  const page = await bundle(join(sources, 'page/main.tsx'))
  const viewer = await bundle(join(sources, 'viewer/main.ts'))
  const [script, viewerScript] = [page.script, viewer.script]
  const style = inElement('style', await readFile(join(sources, 'page/page.css'), 'utf8'))
  const viewerSheets = viewerStyleSheets(root)
  const viewerStyle = inElement('style', await readStyles(viewerSheets))
  const policy = [
    "default-src 'none'",
    `script-src ${digests([script, viewerScript])}`,
    `style-src ${digests([style, viewerStyle])}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return {
    parts: { script, style, viewerScript, viewerStyle, policy },
    modules: [...page.modules, ...viewer.modules, ...viewerSheets],
  }
}

async function bundle(entry: string): Promise<{ readonly script: string; readonly modules: readonly string[] }> {
  const { output } = await build({
    input: entry,
    platform: 'browser',
    write: false,
    transform: {
      target: 'es2023',
      define: {
        'process.env.NODE_ENV': '"production"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    },
    output: { format: 'iife', minify: true, comments: { legal: true } },
  })
  return { script: inElement('script', output[0].code), modules: output[0].moduleIds }
}

/** Styles of the viewer: Bootstrap's, its icons' and its own. */
function viewerStyleSheets(root: string): readonly string[] {
  const require = createRequire(join(root, 'package.json'))
  const ofViewer = createRequire(require.resolve('pev2'))
  return [
    require.resolve('bootstrap/dist/css/bootstrap.min.css'),
    ofViewer.resolve('@fortawesome/fontawesome-svg-core/styles.css'),
    require.resolve('pev2/dist/pev2.css'),
    join(root, 'src/report/html/viewer/viewer.css'),
  ]
}

async function readStyles(files: readonly string[]): Promise<string> {
  const sheets = await Promise.all(files.map(file => readFile(file, 'utf8')))
  return sheets.join('\n').replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
}

/**
 * Text that an HTML parser hands on unchanged, which its digest is for: nothing in it ends the element or begins a comment,
 * and no line end is one that parsers replace.
 */
function inElement(element: 'script' | 'style', text: string): string {
  const safe = element === 'script' ? text.replace(/<(?=\/script|!--)/gi, '\\x3C') : text
  if (new RegExp(`</${element}|<!--|\\r`, 'i').test(safe))
    throw new Error(`A ${element} of the report's page cannot be inlined.`)
  return safe
}

function digests(texts: readonly string[]): string {
  return texts.map(text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ')
}
