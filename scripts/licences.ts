import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface PackageFile {
  readonly name?: string
  readonly version?: string
  readonly license?: string
}

/** One text with the licence of every package that these modules are of, by name; the same modules give the same bytes. */
export function listLicences(modules: Iterable<string>): string {
  const folders = new Set([...modules].flatMap(module => packageFolder(module.replace(/^\0|\?.*$/g, '')) ?? []))
  const entries = new Map<string, string>()
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile
    entries.set(`${name} ${version}`, `${name} ${version}, ${license ?? 'see below'}\n\n${licenceText(folder)}`)
  }
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  return `pgverdict is bundled with the packages below, each under its own licence.\n\n${sorted.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** The folder of the package that a module of node_modules belongs to; undefined for our own. */
function packageFolder(module: string): string | undefined {
  const at = module.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  for (let folder = dirname(module); folder.length > at; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as PackageFile).version !== undefined) return folder
  }
  return undefined
}

function licenceText(folder: string): string {
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|copying|notice)/i.test(name))
  if (files.length === 0) return '(The package has no file of its licence.)'
  return files
    .toSorted()
    .map(name => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n')
}
