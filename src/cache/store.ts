/** Where bases are kept between runs, each in a folder of its own. */
export interface BaseStore {
  /** Whether something is kept under this key; nothing is fetched for the answer. */
  has(key: string): Promise<boolean>
  /** The folder that was kept under this key, if any. */
  fetch(key: string): Promise<string | undefined>
  /** Keeps what `write` puts into a folder, whole or not at all; returns where it lies then. */
  keep(key: string, write: (folder: string) => Promise<void>): Promise<string>
}

/** Which base a run keeps: its own where it was missing, the one that later runs will have, where head is now the base branch, or none. */
export interface BaseCache {
  readonly store: BaseStore
  readonly keeps: 'base' | 'head' | 'nothing'
}
