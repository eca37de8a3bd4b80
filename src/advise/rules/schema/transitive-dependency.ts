import { dependencyRemarks, isInKey } from '../../dependency-remarks.ts'
import type { Rule } from '../../draft.ts'

export const transitiveDependency: Rule = {
  id: 'transitive-dependency',
  area: 'schema',
  title: 'A column that depends on another one that is no key',
  description:
    'Wherever one column has the same value, another one has so too, and their names say that this is no accident: third normal form is broken. The fact is stored once for each row, a change has to find them all, and it is lost with the last of them. Keep it in a table of its own that the row refers to. Dependencies are looked for in the seeded rows and told only where the names confirm them; of `host` and `host_region`, neither of which is an identifier, the values must not agree by chance either: told only where they are many, or where no other column of few values follows from the host as well.',
  find(subject) {
    return dependencyRemarks(transitiveDependency, subject, {
      isMeant: candidate => !isInKey(candidate),
      words: ({ from, to, isOne }) => `${to} ${isOne ? 'follows' : 'follow'} from ${from}, which is no key`,
    })
  },
}
