import { posix } from 'node:path'
import type { FileEdit, Finding, StepwiseFix } from '../advise/finding.ts'
import type { Tree } from '../checkout/tree.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import { folderOf } from '../migrate/tools/files.ts'
import { migrationWriter } from './migration-files.ts'
import { editPrimaryKey } from './prisma-primary-key.ts'
import { editPrismaSchema } from './prisma-schema.ts'
import { type SchemaChange, schemaChanges, stepChange } from './schema-change.ts'

/**
 * Findings whose fix changes the schema, with the migration that does so in the project's own tool and naming. Each has names of
 * its own, so that any of them can be taken.
 */
export async function writeFixes(
  findings: readonly Finding[],
  set: MigrationSet,
  tree: Tree,
): Promise<readonly Finding[]> {
  const writer = await migrationWriter(set, tree)
  if (writer === undefined) return findings.map(withoutSteps)
  const schemas = set.kind === 'sql' && set.tool === 'prisma' ? await prismaSchemas(set.migrations[0]!.file, tree) : []
  return findings.map(finding => {
    const { fix } = finding
    if (fix === undefined || fix.files.length > 0) return finding
    const { sql } = fix
    const changes = 'steps' in fix ? (fix as StepwiseFix).steps.map(stepChange) : schemaChanges(sql)
    const files = changes.length === 0 ? [] : [...writer.write(changes), ...schemaEdits(changes, schemas)]
    return { ...finding, fix: { sql, files } }
  })
}

/** Nobody can carry them out but a migration tool. */
function withoutSteps(finding: Finding): Finding {
  const { fix } = finding
  return fix === undefined ? finding : { ...finding, fix: { sql: fix.sql, files: fix.files } }
}

interface SchemaFile {
  readonly path: string
  readonly text: string
}

/** The schema beside the folder of migrations: one file, or several. */
async function prismaSchemas(migration: string, tree: Tree): Promise<readonly SchemaFile[]> {
  const beside = folderOf(folderOf(folderOf(migration)))
  const files = (await tree.list(beside)).filter(file => file.endsWith('.prisma'))
  return Promise.all(files.map(async path => ({ path: posix.normalize(path), text: await tree.read(path) })))
}

/** One edit a file: changes of the same file become one. */
function schemaEdits(changes: readonly SchemaChange[], schemas: readonly SchemaFile[]): readonly FileEdit[] {
  return schemas.flatMap(({ path, text }) => {
    const edits = changes.flatMap(({ index, primaryKey }) =>
      [index && editPrismaSchema(path, text, index), primaryKey && editPrimaryKey(path, text, primaryKey)].filter(
        edit => edit !== undefined,
      ),
    )
    const [first] = edits
    return first === undefined ? [] : [{ ...first, changes: edits.flatMap(edit => edit.changes) }]
  })
}
