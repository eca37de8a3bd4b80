import { dependencyRemarks, isInKey } from '../../dependency-remarks.ts'
import type { Rule } from '../../draft.ts'

export const partialDependency: Rule = {
  id: 'partial-dependency',
  area: 'schema',
  title: 'A column that depends on a part of the key',
  description:
    'The table’s key is of several columns, but one of them alone says what another column holds: second normal form is broken. The fact is stored once for each row of that part, a change has to find them all, and it is lost with the last of them. Keep it in the table of what that part stands for. Dependencies are looked for in the seeded rows and told only where names or the values’ variety confirm them.',
  find(subject) {
    return dependencyRemarks(partialDependency, subject, {
      isMeant: isInKey,
      words: ({ from, to, isOne }) =>
        `${to} ${isOne ? 'depends' : 'depend'} on ${from} alone, which is a part of the key`,
    })
  },
}
