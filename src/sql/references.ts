import { nameParts, parse, relationName, type TreeNode, walk } from './parse.ts'
import type { SqlPiece } from './split.ts'

export interface ExtensionReference {
  readonly name: string
  readonly schema: string | undefined
}

/** An object that a statement makes or removes; `kind` as in SQL: `table`, `index`, `column`… */
interface ObjectReference {
  readonly kind: string
  readonly name: string
}

/** What SQL names, as it is written there. */
export interface References {
  readonly tables: readonly string[]
  readonly columns: readonly string[]
  readonly created: readonly ObjectReference[]
  readonly dropped: readonly ObjectReference[]
  /** Asked for by `create extension`. */
  readonly extensions: readonly ExtensionReference[]
  /** Named by grants, owners, policies and the like, but not created here. */
  readonly roles: readonly string[]
}

interface Collected {
  readonly tables: Set<string>
  readonly columns: Set<string>
  readonly created: ObjectReference[]
  readonly dropped: ObjectReference[]
  readonly extensions: ExtensionReference[]
  readonly roles: Set<string>
}

type Collector = (node: TreeNode, into: Collected) => void

const COLLECTORS: Readonly<Record<string, Collector>> = {
  ColumnRef: (node, { columns }) => addColumn(columns, nameParts(node.fields).at(-1)),
  ColumnDef: (node, { columns }) => addColumn(columns, node.colname),
  IndexElem: (node, { columns }) => addColumn(columns, node.name),
  Constraint: (node, { columns }) => {
    for (const list of [node.keys, node.fk_attrs, node.pk_attrs]) for (const key of nameParts(list)) columns.add(key)
  },
  AlterTableCmd: (node, { columns, dropped }) => {
    if (!/Column/.test(String(node.subtype))) return
    addColumn(columns, node.name)
    if (node.subtype === 'AT_DropColumn') dropped.push({ kind: 'column', name: String(node.name) })
  },
  CreateStmt: (node, { created }) => addRelation(created, 'table', node.relation),
  CreateTableAsStmt: (node, { created }) => addRelation(created, 'table', (node.into as TreeNode | undefined)?.rel),
  ViewStmt: (node, { created }) => addRelation(created, 'view', node.view),
  CreateSeqStmt: (node, { created }) => addRelation(created, 'sequence', node.sequence),
  IndexStmt: (node, { created }) => {
    if (typeof node.idxname === 'string') created.push({ kind: 'index', name: node.idxname })
  },
  CreateFunctionStmt: (node, { created }) =>
    created.push({ kind: 'function', name: nameParts(node.funcname).join('.') }),
  CreateEnumStmt: (node, { created }) => created.push({ kind: 'type', name: nameParts(node.typeName).join('.') }),
  CreateSchemaStmt: (node, { created }) => created.push({ kind: 'schema', name: String(node.schemaname) }),
  CreateRoleStmt: (node, { created }) => created.push({ kind: 'role', name: String(node.role) }),
  CreateExtensionStmt: (node, { extensions }) =>
    extensions.push({ name: String(node.extname), schema: schemaOption(node) }),
  DropStmt: (node, { dropped }) => {
    const kind = String(node.removeType).replace('OBJECT_', '').toLowerCase()
    for (const object of node.objects as readonly TreeNode[]) dropped.push({ kind, name: objectName(object) })
  },
}

/** Everything that a text's statements name; empty where the parser does not know the text. */
export function readReferences(text: string): References {
  const into: Collected = {
    tables: new Set(),
    columns: new Set(),
    created: [],
    dropped: [],
    extensions: [],
    roles: new Set(),
  }
  walk(parse(text) ?? [], (node, key) => {
    const relation = relationName(node)
    if (relation !== undefined) into.tables.add(relation)
    if (typeof node.rolename === 'string') into.roles.add(node.rolename)
    COLLECTORS[key]?.(node, into)
  })
  return { ...into, tables: [...into.tables], columns: [...into.columns], roles: [...into.roles] }
}

/** Extensions that migrations ask for, each once, with the first schema that is named. */
export function wantedExtensions(
  migrations: readonly { readonly pieces: readonly SqlPiece[] }[],
): readonly ExtensionReference[] {
  const wanted = new Map<string, ExtensionReference>()
  for (const { pieces } of migrations) {
    for (const { kind, text } of pieces) {
      if (kind !== 'statement' || !/\bextension\b/i.test(text.slice(0, 1000))) continue
      for (const extension of readReferences(text).extensions) {
        if (!wanted.has(extension.name)) wanted.set(extension.name, extension)
      }
    }
  }
  return [...wanted.values()]
}

function addColumn(columns: Set<string>, name: unknown): void {
  if (typeof name === 'string') columns.add(name)
}

function addRelation(objects: ObjectReference[], kind: string, relation: unknown): void {
  const name = relationName((relation ?? {}) as TreeNode)
  if (name !== undefined) objects.push({ kind, name })
}

/** A dropped object is a list of names, one name, or a function with its arguments. */
function objectName(object: TreeNode): string {
  const list = (object.List as TreeNode | undefined)?.items ?? (object.ObjectWithArgs as TreeNode | undefined)?.objname
  return nameParts(list ?? object).join('.')
}

function schemaOption(node: TreeNode): string | undefined {
  const options = (node.options ?? []) as readonly { DefElem: { defname: string; arg: unknown } }[]
  return nameParts(options.find(({ DefElem }) => DefElem.defname === 'schema')?.DefElem.arg)[0]
}
