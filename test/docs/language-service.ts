import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

interface Diagnostic {
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}

type Validate = (document: unknown) => Promise<readonly Diagnostic[]>

interface Service {
  readonly validate: Validate
  readonly TextDocument: { create(uri: string, language: string, version: number, text: string): unknown }
}

const ROOT = join(import.meta.dirname, '../..')

/** GitHub's own check of workflows and action.yml. It imports JSON as Node does not, so it is bundled first. */
export async function openLanguageService(): Promise<
  { problemsOf(name: string, text: string): Promise<readonly string[]> } & Disposable
> {
  const folder = mkdtempSync(join(tmpdir(), 'pgverdict-language-'))
  const file = join(folder, 'service.mjs')
  const main = fileURLToPath(import.meta.resolve('@actions/languageservice'))
  const document = createRequire(main).resolve('vscode-languageserver-textdocument')
  await build({
    input: 'virtual:service',
    platform: 'node',
    logLevel: 'silent',
    output: { file, format: 'esm' },
    plugins: [
      {
        name: 'service',
        resolveId: id => (id === 'virtual:service' ? id : undefined),
        load: id =>
          id === 'virtual:service'
            ? `export { validate } from '@actions/languageservice'\nexport { TextDocument } from ${JSON.stringify(document)}`
            : undefined,
      },
    ],
    cwd: ROOT,
  })
  const { validate, TextDocument } = (await import(pathToFileURL(file).href)) as Service
  let documents = 0
  return {
    async problemsOf(name, text) {
      // What was parsed under an address stays parsed.
      documents += 1
      const found = await validate(TextDocument.create(`file:///${documents}/${name}`, 'yaml', 1, text))
      return found.map(({ message, range }) => `${range.start.line + 1}: ${message}`)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
