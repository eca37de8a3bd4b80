import { lineAt } from '../../tune/configured.ts'
import { type HclBlock, HclProblem, parseHcl } from '../../tune/read/hcl.ts'
import { type Figure, known, type Place, type Pooler } from '../pool.ts'

/** RDS Proxy shares connections between transactions and pins sessions that have state; its pool is a share of the server's connections. */
export function rdsProxy({ file, line }: Place): Pooler {
  const unknown: Figure = { kind: 'unknown', line, isEnvironment: false }
  return {
    product: 'RDS Proxy',
    file,
    line,
    mode: 'transaction',
    poolSize: unknown,
    pools: 1,
    opens: unknown,
    maxClients: known(Number.POSITIVE_INFINITY),
    preparedStatements: known(0),
    version: undefined,
    overrides: [],
    written: undefined,
  }
}

/** Terraform's `aws_db_proxy`. What is no HCL is told where the server's settings are read. */
export function readTerraformProxies(content: string, file: string): readonly Pooler[] {
  return blocksOf(content)
    .filter(({ type, labels }) => type === 'resource' && labels[0] === 'aws_db_proxy')
    .filter(({ attributes }) => {
      const family = attributes.get('engine_family')
      return family?.kind !== 'literal' || /postgres/i.test(family.text)
    })
    .map(({ range }) => rdsProxy({ file, line: lineAt(content, range.start) }))
}

function blocksOf(content: string): readonly HclBlock[] {
  try {
    return parseHcl(content)
  } catch (error) {
    if (error instanceof HclProblem) return []
    throw error
  }
}
