import type { Tree } from '../checkout/tree.ts'
import { isOurs, peek } from '../migrate/tools/files.ts'

export interface FoundPostgres {
  readonly version: number
  /** Set where the project does not use the official image. */
  readonly image: string | undefined
  readonly file: string
}

/** Compose files say what people develop against, so they come before what the CI runs. */
const FILES = [
  /(^|\/)(docker-)?compose[^/]*\.ya?ml$/,
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /^(\.gitlab-ci\.yml|\.circleci\/config\.yml|bitbucket-pipelines\.yml)$/,
  /(^|\/)Dockerfile[^/]*$/,
]
const IMAGE =
  /(?:image:|FROM)\s*["']?([\w./-]*(?:postgres|postgis|pgvector|timescaledb|pgautoupgrade)[\w./-]*):(?:\$\{\w+:?-)?([\w.-]+)/g
/** `16`, `16.2-alpine`, `pg16`, `2.14-pg16`. */
const MAJOR = /(?:^|pg|-)(1[2-8])(?=[.-]|$)/
/** Images that start as the official one does. */
const COMPATIBLE = /^(postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/

/** The PostgreSQL that the repository's containers run, as a hint at what production runs. */
export async function findPostgres(tree: Tree): Promise<FoundPostgres | undefined> {
  const files = await tree.list('')
  for (const file of FILES.flatMap(pattern => files.filter(name => pattern.test(name)))) {
    for (const [, image = '', tag = ''] of (await tree.read(file)).matchAll(IMAGE)) {
      const version = Number(MAJOR.exec(tag)?.[1])
      if (version) return { version, image: COMPATIBLE.test(image) ? `${image}:${tag}` : undefined, file }
    }
  }
  return findNamedVersion(tree, files)
}

/** What says the version without a container. */
const NAMED = [
  { file: /(^|\/)supabase\/config\.toml$/, version: /^\s*major_version\s*=\s*(\d+)/m },
  { file: /(^|\/)\.tool-versions$/, version: /^postgres(?:ql)?\s+(\d+)/m },
  { file: /(^|\/)(?:structure|schema)\.sql$/, version: /^-- Dumped from database version (\d+)/m },
]

async function findNamedVersion(tree: Tree, files: readonly string[]): Promise<FoundPostgres | undefined> {
  for (const { file: pattern, version } of NAMED) {
    for (const file of files.filter(name => isOurs(name) && pattern.test(name))) {
      const major = Number(version.exec((await peek(tree, file)).slice(0, HEAD_CHARACTERS))?.[1])
      if (major >= OLDEST && major <= NEWEST) return { version: major, image: undefined, file }
    }
  }
  return undefined
}

const HEAD_CHARACTERS = 100_000
const [OLDEST, NEWEST] = [12, 18]
