import type { Figure } from '../pool.ts'
import { hikariPool } from './hikari.ts'
import type { HikariReading } from './java.ts'

const IMPORT = /^[ \t]*import[ \t]+com\.zaxxer\.hikari\b/m
const MADE = /\bHikari(?:Config|DataSource)\s*\(/
/** Comments and texts, in which nothing is made. */
const NO_CODE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"/g

/**
 * Whether Kotlin makes a HikariCP pool, and whether it gives it a size. Its grammar comes with no parser that is small enough, so
 * that the size itself is not known.
 */
export function readKotlin(content: string, file: string): HikariReading {
  const code = content.replace(NO_CODE, text => text.replace(/[^\n]/g, ' '))
  const at = IMPORT.test(code) ? code.search(MADE) : -1
  if (at < 0) return { pools: [], bound: [] }
  const line = code.slice(0, at).split('\n').length
  const sized = code.search(/\b(?:maximumPoolSize\s*=[^=]|setMaximumPoolSize\s*\()/)
  if (sized < 0) return { pools: [], bound: [{ file, line }] }
  const unknown: Figure = { kind: 'unknown', line: code.slice(0, sized).split('\n').length, isEnvironment: false }
  return { pools: [hikariPool({ file, line }, () => unknown, !content.includes('prepareThreshold'))], bound: [] }
}
