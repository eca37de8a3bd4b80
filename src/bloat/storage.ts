/** What is known of the files of tables and indexes. */
export interface Storage {
  /** Of production, where its sizes were given. */
  readonly production: readonly ProductionRelation[]
  /** What each side's load did. */
  readonly writes: { readonly base: readonly TableWrites[]; readonly head: readonly TableWrites[] }
  /** What the branch's own migrations left. */
  readonly left: readonly Leftover[]
}

export const NOTHING_STORED: Storage = { production: [], writes: { base: [], head: [] }, left: [] }

/** A table or an index of production, as pg_class has it. */
export interface ProductionRelation {
  readonly schema: string
  readonly table: string
  /** Undefined for the table itself. */
  readonly index: string | undefined
  readonly pages: number
  readonly rows: number
}

/** What a load wrote to one table; rows, and pages of 8 kB. */
export interface TableWrites {
  readonly schema: string
  readonly table: string
  readonly inserted: number
  readonly updated: number
  /** Of the updated ones, those whose new version stayed on the page and needed no index entries. */
  readonly hot: number
  readonly deleted: number
  readonly pagesBefore: number
  readonly pagesAfter: number
  readonly indexPagesBefore: number
  readonly indexPagesAfter: number
  /** Its storage parameters: `autovacuum_vacuum_scale_factor=0.02`. */
  readonly parameters: readonly string[]
  /** Where the load left many dead rows. */
  readonly room: Room | undefined
  /** Its B-tree indexes that the load made grow a lot. */
  readonly grown: readonly GrownIndex[]
}

/** An index before and after a load, and built anew with REINDEX CONCURRENTLY after it; pages. */
export interface GrownIndex {
  readonly name: string
  readonly pagesBefore: number
  readonly pagesAfter: number
  readonly rebuiltPages: number
  /** How full it is after a VACUUM, 0 to 1: its leaf pages by pgstatindex, or all its pages by what they hold once rebuilt. */
  readonly fullness: { readonly share: number; readonly isExact: boolean }
}

/** Of a table's bytes, those of dead rows and free ones, without the ones that its fillfactor leaves free. */
export interface Room {
  readonly share: number
  readonly isExact: boolean
}

/** A table with the dead rows that a migration left in it, and as it is without them. */
export interface Leftover {
  readonly schema: string
  readonly table: string
  readonly deadRows: number
  readonly pages: number
  readonly rewrittenPages: number
  readonly indexPages: number
  readonly rewrittenIndexPages: number
  /** How long VACUUM FULL took for that; moves from run to run. */
  readonly rewriteMs: number | undefined
}
