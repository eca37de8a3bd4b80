import type { FileEdit } from '../advise/finding.ts'
import { plural } from './format.ts'

/** A change of a file as the lines of a diff. What goes is counted, not shown: files may hold secrets. */
export function renderFileEdit({ path, sha256, changes }: FileEdit): readonly string[] {
  return changes
    .flatMap(({ line, removes, adds }) => [
      sha256 === undefined ? `@@ ${path}, new @@` : `@@ ${path}, line ${line} @@`,
      ...(removes === 0 ? [] : [`- (${plural(removes, 'line')})`]),
      ...adds.map(added => `+ ${added}`),
    ])
    .map(line => line.replace(/[\r\n]+/g, ' '))
}
