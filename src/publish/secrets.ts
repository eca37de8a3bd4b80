import { UserError } from '../errors.ts'
import { formsOf } from '../secret-forms.ts'

/** Shorter ones, and passwords that are words of the field, occur by themselves and protect nothing. */
const MIN_LENGTH = 8
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|CREDENTIAL/i

/**
 * Values that must not leave the run: what the environment calls a token, secret, password or key, the passwords of
 * connection URLs in it, those URLs whole, and `known` ones.
 */
export function collectSecrets(environment: NodeJS.ProcessEnv, known: readonly string[]): readonly string[] {
  const found = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return []
    return [...(SECRET_NAME.test(name) ? [value] : []), ...urlSecrets(value)]
  })
  return [...new Set([...known.flatMap(value => [value, ...urlSecrets(value)]), ...found])].filter(
    value => value.length >= MIN_LENGTH,
  )
}

function urlSecrets(value: string): readonly string[] {
  if (!/^\w[\w+.-]*:\/\/[^/]*@/.test(value) || !URL.canParse(value)) return []
  const url = new URL(value)
  if (url.password === '') return []
  const password = decoded(url.password)
  // A throw-away database's `postgres:postgres` is no secret, and would be found in every report.
  const isTrivial = password === decoded(url.username) || password === url.pathname.slice(1)
  return isTrivial ? [] : [value, password]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function holdsSecret(content: string, secrets: readonly string[]): boolean {
  const plain = revealed(content)
  return secrets.some(secret => formsOf(secret).some(form => plain.includes(form)))
}

/** Throws a UserError that names the surface, not the secret, where `content` holds one in any form that we write. */
export function assertNoSecret(surface: string, content: string, secrets: readonly string[]): void {
  if (!holdsSecret(content, secrets)) return
  throw new UserError(`The ${surface} was not written: it would hold a secret of this run`, {
    hint: 'Find the token, password or connection URL in the statements, migrations or file names, and take it out.',
  })
}

/** Undoes what the Markdown sink does to text. */
function revealed(content: string): string {
  return content
    .replace(/&#(\d{1,7});/g, (_, point: string) => String.fromCodePoint(Math.min(Number(point), 0x10ffff)))
    .replaceAll('\u200b', '')
}
