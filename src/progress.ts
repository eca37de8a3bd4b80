/** Seconds that one stage of the run took, in the order in which the stages began. */
export interface StageTiming {
  readonly stage: string
  readonly seconds: number
}

/** Where a run tells what it is doing. Implementations clean the text: it may hold names that the pull request chose. */
export interface Progress {
  /** Runs a stage, timed and announced; stages do not nest. */
  stage<T>(name: string, work: () => Promise<T>): Promise<T>
  /** What the stage is at now, for example `seed.sql: 412 of 900 statements`. Cheap to call often: it throttles. */
  step(text: string): void
  /** Something the user should know that is no failure. */
  warn(text: string): void
  readonly timings: readonly StageTiming[]
}
