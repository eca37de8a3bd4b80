import { atlas } from './atlas.ts'
import { dbmate } from './dbmate.ts'
import { diesel } from './diesel.ts'
import { drizzle } from './drizzle.ts'
import { flyway } from './flyway.ts'
import { golangMigrate } from './golang-migrate.ts'
import { goose } from './goose.ts'
import { graphileMigrate } from './graphile-migrate.ts'
import { hasura } from './hasura.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { prisma } from './prisma.ts'
import { sql } from './sql.ts'
import { sqlx } from './sqlx.ts'
import { structureSql } from './structure-sql.ts'
import { supabase } from './supabase.ts'
import type { SqlTool } from './tool.ts'

/** In the order in which they are asked, where a folder that one has found is no other's: the surest marks first, plain SQL last. */
export const SQL_TOOLS: readonly SqlTool[] = [
  atlas,
  prisma,
  supabase,
  drizzle,
  graphileMigrate,
  flyway,
  goose,
  dbmate,
  nodePgMigrate,
  diesel,
  hasura,
  sqlx,
  golangMigrate,
  structureSql,
  sql,
]
