import type { FileEdit } from '../advise/finding.ts'
import { plural } from './format.ts'

/** A change of a file as the lines of a diff. What goes is counted, not shown: files may hold secrets. */
export function renderFileEdit({ path, sha256, changes }: FileEdit): readonly string[] {
  return [
    ...(sha256 === undefined ? ['--- /dev/null'] : [`--- a/${path}`]),
    `+++ b/${path}`,
    ...changes.flatMap(({ line, removes, adds }) => [
      ...(sha256 === undefined ? [] : [`@@ line ${line} @@`]),
      ...(removes === 0 ? [] : [`- (${plural(removes, 'line')})`]),
      ...adds.map(added => `+ ${added}`),
    ]),
  ].map(line => line.replace(/[\r\n]+/g, ' '))
}
