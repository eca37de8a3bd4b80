import type { Cause, Comparison } from '../compare/comparison.ts'
import { placeOf } from '../migrate/migration.ts'
import { definitionOf, type IndexDefinitionPair } from '../plan/index-definitions.ts'
import { cutWithoutLiterals } from '../sql/literals.ts'
import { readReferences } from '../sql/references.ts'
import type { Written } from './attribute.ts'
import { usedIndexes } from './because.ts'

/** Statements that only one side has. */
interface Own {
  readonly side: Cause['side']
  readonly statements: readonly Written[]
}

/**
 * Where going through the statements told nothing, as with a dump of the whole schema, of which the other side has the tables
 * already: the statement that makes an index which base's plan reads another one on head, else the one by which base has it.
 */
export function causeByDefinition(
  comparison: Comparison,
  own: readonly Own[],
  indexes: IndexDefinitionPair,
): Cause | undefined {
  if (comparison.status !== 'regressed' && comparison.status !== 'changed') return undefined
  const lost = [...usedIndexes(comparison)].filter(
    name => definitionOf(name, indexes.base) !== definitionOf(name, indexes.head),
  )
  for (const { side, statements } of own) {
    const maker = statements.find(({ text }) => lost.some(name => makes(text, name)))
    if (maker !== undefined) return { ...placeOf(maker), sql: cutWithoutLiterals(maker.text), side }
  }
  return undefined
}

const makes = (text: string, name: string): boolean =>
  /\bcreate\b[^;]*\bindex\b/i.test(text) &&
  text.includes(name) &&
  readReferences(text).created.some(made => made.kind === 'index' && made.name === name)
