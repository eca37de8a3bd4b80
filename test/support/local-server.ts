/**
 * The server that tests run on where any will do: it comes with the project’s own packages. PGVERDICT_TEST_MAJOR
 * chooses another major version.
 */
export const LOCAL_SERVER = {
  server: 'embedded',
  version: Number(process.env.PGVERDICT_TEST_MAJOR ?? 17),
} as const
