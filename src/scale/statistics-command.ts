import { UserError } from '../errors.ts'
import { checkOutputFile, writeWhole } from '../output-file.ts'
import { connectClient } from '../postgres/client.ts'
import { exportStatistics, STATISTICS_QUERY } from './export.ts'

export interface StatisticsOptions {
  readonly url?: string
  readonly output: string
  readonly sql: boolean
}

const TIMEOUT_MS = 60_000

/** `pgverdict statistics`: reads a production database and writes what it is like. Returns what to say. */
export async function statistics({ url, output, sql }: StatisticsOptions, env: NodeJS.ProcessEnv): Promise<string> {
  if (sql) return `${STATISTICS_QUERY};\n`
  await checkOutputFile(output, '--output')
  const from = urlOf(url, env)
  const text = await read(from)
  await writeWhole(output, text)
  return `Statistics: ${output}\nCommit it and name it in pgverdict.yml as target.statistics; it holds names and sizes, and no value.\n`
}

function urlOf(url: string | undefined, env: NodeJS.ProcessEnv): string {
  const name = url?.startsWith('$') ? url.slice(1) : undefined
  const value = name === undefined ? url : env[name]
  if (value !== undefined && URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)) return value
  throw new UserError(
    name === undefined
      ? '--url is not of the form postgresql://user:password@host:port/database'
      : `--url: the environment variable ${name} holds no postgresql:// URL`,
    { kind: 'usage', hint: 'With --sql the query is printed, for psql to run.' },
  )
}

async function read(url: string): Promise<string> {
  try {
    await using client = await connectClient({
      url,
      timeoutMs: TIMEOUT_MS,
      settings: { default_transaction_read_only: 'on' },
    })
    return await exportStatistics(client)
  } catch (error) {
    throw new UserError(`The statistics could not be read: ${(error as Error).message}`, {
      hint: 'Check --url and whether the database can be reached from here.',
      cause: error,
    })
  }
}
