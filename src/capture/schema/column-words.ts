/** The words of a name, in lower case: `customerId` and `customer_id` are `customer id`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(word => word !== '')
}

/** Last words of what stands for a thing. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'id',
  'uuid',
  'guid',
  'code',
  'key',
  'no',
  'nr',
  'number',
  'ref',
  'sku',
])

/** What a column stands for: `customer` of `customer_id`; undefined where its name does not say that it identifies something. */
export function stemOf(name: string): string | undefined {
  const words = wordsOf(name)
  const last = words.at(-1)
  return words.length > 1 && last !== undefined && IDENTIFIERS.has(last) ? words.slice(0, -1).join('_') : undefined
}

/** What words outside of any schema say: one of these has one of those. */
const KNOWN: readonly (readonly [identifier: RegExp, told: RegExp])[] = [
  [/(^|_)(zip|zip_?code|post_?code|postal_code|plz)$/, /(^|_)(city|town|state|province|county|region|country)$/],
  [/(^|_)country_code$/, /(^|_)(country|country_name|currency|continent)$/],
  [/(^|_)isbn$/, /(^|_)(title|author|publisher)$/],
  [/(^|_)sku$/, /(^|_)(product|product_name|title|brand)$/],
  [/(^|_)iban$/, /(^|_)(bic|bank|bank_name)$/],
]

/** Whether names alone suggest that one column's value tells the other's: `product_id` and `product_name`, `zip` and `city`. */
export function tells(from: string, to: string): boolean {
  const [identifier, told] = [wordsOf(from).join('_'), wordsOf(to).join('_')]
  const stem = stemOf(from)
  if (identifier === told) return false
  if (stem !== undefined && told.startsWith(`${stem}_`)) return true
  return KNOWN.some(([known, fact]) => known.test(identifier) && fact.test(told))
}

/** First words that many columns of one thing share. */
const GENERIC =
  /^(first|last|full|given|family|middle|maiden|nick|display|user|file|short|long|legal|original|other|new|old)$/

/** Whether two columns speak of one thing: `host` and `host_region`, `gp_name` and `gp_practice`, `hostname` and `host_os`. */
export function speaksOfSame(from: string, to: string): boolean {
  const words = wordsOf(from)
  const thing = words.length > 1 && words.at(-1) === 'name' ? words.slice(0, -1) : words
  const stem = thing.join('_').replace(/(?<=^[^_]{3,})name$/, '')
  return !GENERIC.test(stem) && wordsOf(to).join('_').startsWith(`${stem}_`)
}

/** Last words of what belongs to a moment or an event rather than to the thing. */
const CHANGING = /(^|_)(status|state|reason|result|outcome|action|event|message|error|notes?|comments?|text)$/

/** Whether a column tells how things stand just now, so that few values of it say nothing of what it depends on. */
export const isChanging = (name: string): boolean => CHANGING.test(wordsOf(name).join('_'))

/** The name without the stem of the column that refers to the other table: `name` of `customer_name` beside `customer_id`. */
export function nameThere(from: string, to: string): string {
  const stem = stemOf(from)
  const told = wordsOf(to).join('_')
  return stem !== undefined && told.startsWith(`${stem}_`) ? told.slice(stem.length + 1) : told
}
