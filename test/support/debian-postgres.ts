import { existsSync } from 'node:fs'

/** Where Debian's package puts the binaries of PostgreSQL 15. */
export const DEBIAN_BIN = '/usr/lib/postgresql/15/bin'

/** Whether the machine has a server, psql and pgbench of its own: what needs them is tested where they are, and always in CI. */
export const HAS_DEBIAN_POSTGRES =
  process.env.CI === 'true' || ['postgres', 'psql', 'pgbench'].every(name => existsSync(`${DEBIAN_BIN}/${name}`))

/** Whether that server has pg_partman. */
export const HAS_PARTMAN =
  process.env.CI === 'true' || existsSync('/usr/share/postgresql/15/extension/pg_partman.control')
