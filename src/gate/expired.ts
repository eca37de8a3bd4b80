import type { Config } from '../config/schema.ts'

/** A line for each acceptance whose time is over on `today`, YYYY-MM-DD: it excuses nothing and can go. */
export const expiredNotes = (accept: Config['accept'], today: string): readonly string[] =>
  accept
    .filter(({ until }) => until < today)
    .map(
      ({ query, plan, until }) => `The acceptance of plan ${plan} of ${query} ended on ${until} and excuses nothing.`,
    )
