import { UserError } from '../errors.ts'
import type { Client } from '../postgres/client.ts'
import type { SeededRelation } from './seeded.ts'
import type { Sizes } from './sizes.ts'

/** A file of a relation holds this many blocks (RELSEG_SIZE); the next one is only looked at where it is full. */
const BLOCKS_IN_FILE = 131_072
const BLOCK_BYTES = 8192
/** Files of one command, whose text has to fit into one argument of the kernel's (MAX_ARG_STRLEN, 128 kB). */
const FILES_AT_ONCE = 500
/** 64 TB. */
const MAX_FILES = 65_536

/**
 * Makes the files of relations as long as production's without writing a block: the planner asks for a file's length and never
 * for what is in it. Reading such a database would be reading gigabytes of zeros: nothing but EXPLAIN may run in it.
 * Takes a superuser.
 */
export async function stretch(client: Client, relations: readonly SeededRelation[], sizes: Sizes): Promise<void> {
  const files = relations.flatMap(({ oid, path, blocks }) => {
    const size = sizes.get(oid)
    return path === null || size === undefined ? [] : filesOf(path, blocks, size.blocks)
  })
  if (files.length > MAX_FILES) {
    throw new UserError('target.statistics: production is larger than 64 TB, which cannot be planned for', {
      kind: 'usage',
    })
  }
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const commands = files.slice(at, at + FILES_AT_ONCE).map(({ path, blocks }) => `grow ${path} ${blocks}`)
    await lengthen(client, commands.join(' && '))
  }
  for (const { oid } of relations) {
    const size = sizes.get(oid)
    if (size === undefined) continue
    await client.rows('update pg_class set relpages = $2, reltuples = $3::float4, relallvisible = $4 where oid = $1', [
      oid,
      size.pages,
      size.rows,
      Math.min(size.visible, size.pages),
    ])
  }
}

/** Linux has truncate, macOS does not; without conv=notrunc, dd too makes its output as long as where it would begin to write (POSIX). */
const GROW = `grow() { truncate -s $(($2 * ${BLOCK_BYTES})) $1 || dd if=/dev/null of=$1 bs=${BLOCK_BYTES} seek=$2; } 2>/dev/null`

async function lengthen(client: Client, commands: string): Promise<void> {
  await client.run(`copy (select 1) to program 'cat >/dev/null; ${GROW}; ${commands}'`).catch((cause: Error) => {
    throw new UserError(
      'Plans at production’s size: the files of the database could not be made as long as production’s',
      {
        hint: 'The server’s image needs `truncate` or `dd`, and its file system sparse files; or leave `target.statistics` out.',
        cause,
      },
    )
  })
}

function filesOf(path: string, from: number, to: number): readonly { path: string; blocks: number }[] {
  const files: { path: string; blocks: number }[] = []
  for (let segment = 0; segment * BLOCKS_IN_FILE < to; segment++) {
    const blocks = Math.min(BLOCKS_IN_FILE, to - segment * BLOCKS_IN_FILE)
    const present = Math.min(BLOCKS_IN_FILE, Math.max(0, from - segment * BLOCKS_IN_FILE))
    if (blocks > present) files.push({ path: segment === 0 ? path : `${path}.${segment}`, blocks })
  }
  return files
}
