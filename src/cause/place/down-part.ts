const KEYWORDS = String.raw`^\s*(?:(?:(?:export|public|protected|private|static|override|async|function|const|let|def|fun)\s+|(?:module\.)?exports\.|self\.|--\s*(?:\+goose\s+|migrate:)?))*`
const DOWN = new RegExp(String.raw`${KEYWORDS}(?:down|downgrade)\b`, 'i')
const UP = new RegExp(String.raw`${KEYWORDS}(?:up|upgrade|change)\b`, 'i')

/** A migration's text with empty lines in the place of what undoes it, in any tool's language. */
export function withoutDown(text: string): string {
  let isDown = false
  const kept = text.split('\n').map(line => {
    if (DOWN.test(line)) isDown = true
    else if (UP.test(line)) isDown = false
    return isDown ? '' : line
  })
  return kept.join('\n')
}
