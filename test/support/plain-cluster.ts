import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { serverAccount } from '../../src/postgres/account.ts'
import { makeDataFolder } from '../../src/postgres/data-folder.ts'
import { freePort } from '../../src/postgres/free-port.ts'
import { DEBIAN_BIN } from './debian-postgres.ts'

/** A server as Debian's package starts it: it keeps its promises over a crash, and comes back by itself. */
export interface PlainCluster extends AsyncDisposable {
  readonly url: string
}

export async function startPlainCluster(): Promise<PlainCluster> {
  const account = await serverAccount(process.env)
  const folder = await makeDataFolder(process.env, account)
  const run = (program: string, ...options: readonly string[]) =>
    promisify(execFile)(`${DEBIAN_BIN}/${program}`, ['-D', folder, ...options], { ...account, cwd: folder })
  const port = await freePort()
  await run('initdb', '--auth=trust', '--username=postgres', '--no-sync')
  // Its output would keep pg_ctl's pipe open.
  await run('pg_ctl', '-w', '-l', `${folder}/server.log`, '-o', `-p ${port} -k ${folder} -h 127.0.0.1`, 'start')
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      await run('pg_ctl', '-m', 'immediate', 'stop')
      await rm(folder, { recursive: true })
    },
  }
}
