import { posix } from 'node:path'
import picomatch from 'picomatch'
import { folderOf, foldersUpwards } from './files.ts'

const RESOURCES = 'src/main/resources'
const BELOW_PROJECT = /(?:^|\/)(?:conf|src\/main\/resources)$/

/** The folder of the project that a configuration file is for. */
export function projectOf(file: string): string {
  return folderOf(file).replace(BELOW_PROJECT, '')
}

/**
 * The folders that Flyway's `locations` name (manual, "Locations Setting"), as patterns from the root of the repository:
 * those of the file system from where the configuration lies, those of the class path from the module's resources. What lies
 * outside of the repository is left out.
 */
export function locationPatterns(locations: string | undefined, file: string): readonly string[] {
  return (locations ?? '').split(',').flatMap(location => patternsOf(location, file))
}

/** The locations that no folder of the repository can be known by: other places, and values that are not literal. */
export function unreadLocations(locations: string | undefined, file: string): readonly string[] {
  return (locations ?? '')
    .split(',')
    .map(location => location.trim())
    .filter(location => location !== '' && (patternsOf(location, file).length === 0 || location.includes('(')))
}

function patternsOf(location: string, file: string): readonly string[] {
  const [, kind = 'classpath', path = ''] = /^\s*(?:([a-z\d]+):)?(.*?)\s*$/.exec(location) ?? []
  if (path === '' || path.includes('$') || !/^(?:filesystem|classpath)$/.test(kind)) return []
  if (kind === 'filesystem' && path.startsWith('/')) return []
  const root = posix.join(projectOf(file), kind === 'filesystem' ? '' : RESOURCES)
  const pattern = posix.join(root, path.replaceAll('{vendor}', 'postgresql')).replace(/\/$/, '')
  return pattern.startsWith('..') ? [] : [pattern === '.' ? '' : pattern]
}

/** The files below one of the locations. */
export function inLocations(files: readonly string[], locations: readonly string[]): readonly string[] {
  const isWanted = locations.map(pattern => picomatch(pattern === '' ? '**' : pattern, { dot: true }))
  const isInside = (folder: string) => isWanted.some(matches => matches(folder))
  return files.filter(file => locations.includes('') || foldersUpwards(folderOf(file)).some(isInside))
}

/** The lowest folder that all of them lie in. */
export function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders
  return foldersUpwards(first).find(above => others.every(folder => foldersUpwards(folder).includes(above))) ?? ''
}
