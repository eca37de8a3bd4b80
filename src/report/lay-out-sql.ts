import { scan } from '../sql/scan.ts'

/** What fits beside a comment's margin without a scroll bar. */
const WIDTH = 96
const CLAUSES = new Set(
  'from where group order having limit returning union intersect except set values join left right inner full cross'.split(
    ' ',
  ),
)
/** Words after which a clause's word begins none: `is distinct from`, `left join`. */
const BEFORE_NONE = new Set('distinct left right inner full cross outer natural delete'.split(' '))

/** Long SQL on one line, broken before its clauses and else where it becomes too wide; not a character but white space differs. */
export function layOutSql(sql: string): string {
  if (sql.length <= WIDTH || sql.includes('\n')) return sql
  let [laidOut, column, depth, previous] = ['', 0, 0, '']
  const tokens = [...scan(sql)]
  for (const [at, { kind, start, end }] of tokens.entries()) {
    const text = sql.slice(start, end)
    if (text === '(' || text === '[') depth += 1
    if (text === ')' || text === ']') depth -= 1
    if (kind === 'space') {
      const next = sql.slice(end, tokens[at + 1]?.end ?? end)
      const isClause = depth === 0 && CLAUSES.has(next.toLowerCase()) && !BEFORE_NONE.has(previous)
      const isWide = column + widthUntilSpace(sql, end) > WIDTH
      const space = isClause ? '\n' : isWide ? '\n  ' : ' '
      laidOut += space
      column = space === ' ' ? column + 1 : space.length - 1
      continue
    }
    laidOut += text
    column += text.length
    if (kind === 'word') previous = text.toLowerCase()
  }
  return laidOut
}

function widthUntilSpace(sql: string, start: number): number {
  const space = sql.indexOf(' ', start + 1)
  return (space < 0 ? sql.length : space) - start
}
