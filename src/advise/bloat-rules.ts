import type { Rule } from './draft.ts'
import { autovacuumSettings } from './rules/bloat/autovacuum-settings.ts'
import { bloatPerWrite } from './rules/bloat/bloat-per-write.ts'
import { indexBloat } from './rules/bloat/index-bloat.ts'
import { migrationBloat } from './rules/bloat/migration-bloat.ts'
import { productionBloat } from './rules/bloat/production-bloat.ts'

/** Room in files that no row needs. */
export const BLOAT_RULES: readonly Rule[] = [
  bloatPerWrite,
  indexBloat,
  migrationBloat,
  productionBloat,
  autovacuumSettings,
]
