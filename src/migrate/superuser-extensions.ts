import { leadingWords } from '../sql/transaction.ts'

const NAMED = /\bextension\s+(?:if\s+not\s+exists\s+)?(?:"((?:[^"]|"")+)"|([\w$]+))/i

/** In every new database, as the superuser's; dumps create it and comment on it all the same. */
const ALWAYS_THERE = 'plpgsql'

/** Whether a statement creates, or comments on, one of the extensions that were there beforehand. */
export function isCreatedAlready(text: string, extensions: readonly string[]): boolean {
  const words = leadingWords(text)
  const isCreate = words[0] === 'create' && words[1] === 'extension'
  const isComment = words[0] === 'comment' && words[2] === 'extension'
  if (!(isCreate || isComment)) return false
  const [, quoted, bare] = NAMED.exec(text) ?? []
  return [ALWAYS_THERE, ...extensions].includes(quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? '')
}
