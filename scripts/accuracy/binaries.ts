import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverAccount } from '../../src/postgres/account.ts'
import { findPackage, prepareBinaries } from '../../src/postgres/embedded.ts'
import { recordedProgress } from '../../test/support/recorded-progress.ts'
import type { Binaries } from './truth-server.ts'

/** The embedded binaries of a major version: the very ones that the gate runs, or a copy that lasts until disposed of. */
export async function findBinaries(major: number): Promise<Binaries & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'accuracy-'))
  const account = await serverAccount(process.env)
  const context = { progress: recordedProgress(), signal: new AbortController().signal, env: process.env }
  const bin = await prepareBinaries(await findPackage(major, context), folder, account)
  return { bin, account, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
