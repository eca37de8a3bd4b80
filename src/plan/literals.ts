/*
 * The lexical rules are those of ruleutils.c, which writes EXPLAIN's expressions: constants are bare numbers, or quoted
 * (E'' where they hold a backslash) and followed by their type; identifiers are bare ASCII or double-quoted.
 */
const TYPE_NAME = String.raw`(?:"(?:[^"]|"")*"|[A-Za-z_][\w$]*)`
/** A type as format_type writes it: `numeric(10,2)`, `character varying(20)[]`, `timestamp(3) with time zone`, `app."Kind"`. */
const TYPE = [
  String.raw`(?:character varying|double precision|bit varying|interval(?: (?:year|month|day|hour|minute|second)(?: to (?:month|hour|minute|second))?)?|${TYPE_NAME}(?:\.${TYPE_NAME})*)`,
  String.raw`(?:\([\d, -]+\))?`,
  '(?: with(?:out)? time zone)?',
  String.raw`(?:\[\d*\])*`,
].join('')

const TOKENS = new RegExp(
  [
    '(?<quoted>"(?:[^"]|"")*(?:"|$))',
    String.raw`(?<text>(?:[eE]'(?:[^'\\]|\\[^]|'')*|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*)(?:'|$))(?:::${TYPE})?`,
    `(?<cast>::${TYPE})`,
    String.raw`(?<subplan>\b(?:SubPlan|InitPlan) \d+\b)`,
    String.raw`(?<word>[A-Za-z_][\w$]*|\$\d+)`,
    String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:::${TYPE})?`,
  ].join('|'),
  'gu',
)

/** A list of nothing but constants, however long: `ARRAY[?, ?, ?]`, `IN (?, ?)`. */
const CONSTANT_LIST = /(ARRAY\[|\b(?:ANY|ALL|IN) \()\?(?:, \?)+(?=[\])])/g

/**
 * Replaces every constant in an expression that EXPLAIN printed by `?`, together with the cast that only names its
 * type. Identifiers, functions, casts of other expressions, parameters (`$1`), sub-plan numbers, booleans and NULL stay.
 */
export function withoutLiterals(condition: string): string {
  return condition
    .replace(TOKENS, (token, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Record<string, string | undefined>
      return groups.text !== undefined || groups.number !== undefined ? '?' : token
    })
    .replace(CONSTANT_LIST, '$1?')
}
