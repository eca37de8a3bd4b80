import type { Tree } from '../checkout/tree.ts'

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
const IMAGE = /(?:image:|FROM)\s*["']?([\w./-]*(?:postgres|postgis|pgvector|timescaledb)[\w./-]*):([\w.-]+)/g
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
  return undefined
}
