/**
 * Says in one line what is missing where this Node.js is older than `range`, of the form `>=22.15`; undefined where it is
 * recent enough. Whoever starts an older one would else read of a function that is not there.
 */
export function missingNode(version: string, range: string): string | undefined {
  const wanted = numbersOf(range)
  const there = numbersOf(version)
  const at = wanted.findIndex((number, index) => number !== there[index])
  if (at < 0 || (there[at] ?? 0) > wanted[at]!) return undefined
  return `pgverdict needs Node.js ${wanted.join('.')} or later; this is ${version}.`
}

function numbersOf(version: string): readonly number[] {
  return [...version.matchAll(/\d+/g)].map(Number)
}
