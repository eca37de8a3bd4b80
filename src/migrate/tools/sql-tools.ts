import { prisma } from './prisma.ts'
import { sql } from './sql.ts'
import type { SqlTool } from './tool.ts'

/** In the order in which they are asked: those with marks of their own first, plain SQL last. */
export const SQL_TOOLS: readonly SqlTool[] = [prisma, sql]
