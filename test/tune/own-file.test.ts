import { describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { applyChanges } from '../../src/fix/edits.ts'
import { settingFinding } from '../../src/tune/conclude.ts'
import { chooseEffective, settingValue } from '../../src/tune/effective.ts'
import type { Parameter, Value } from '../../src/tune/parameter.ts'
import type { Proposal } from '../../src/tune/proposal.ts'
import { readConfiguration } from '../../src/tune/read/read-configuration.ts'
import { memoryTree } from '../support/memory-tree.ts'

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const
const MB = 2 ** 20

const parameter = (name: string, rest: Partial<Parameter>): [string, Parameter] => [
  name,
  { name, unit: null, type: 'integer', context: 'user', bootValue: null, min: null, max: null, choices: null, ...rest },
]
const PARAMETERS = new Map([
  parameter('work_mem', { unit: 'kB', bootValue: '4096' }),
  parameter('shared_buffers', { unit: '8kB', context: 'postmaster', bootValue: '16384' }),
  parameter('jit', { type: 'bool', bootValue: 'on' }),
])

async function adviseOn(file: string, text: string, name: string, value: Value) {
  const tree = memoryTree({ [file]: text })
  const effective = chooseEffective(
    await readConfiguration(tree, NO_MIGRATIONS, configSchema.parse({}).postgres.settings),
  )
  const proposal: Proposal = { name, from: settingValue(effective, PARAMETERS, name), value, why: '', origin: 'load' }
  const result = { evidence: [], trial: undefined }
  return settingFinding(proposal, PARAMETERS.get(name)!, result, { tree, effective })
}

const FORMATS: readonly (readonly [name: string, file: string, text: string])[] = [
  ['postgresql.conf', 'postgresql.conf', '# ours\nwork_mem = 4MB # small\n'],
  [
    'Compose, one line',
    'compose.yml',
    'services:\n  db:\n    image: postgres:17\n    command: postgres -c work_mem=4MB\n',
  ],
  [
    'Compose, a quoted line',
    'compose.yml',
    'services:\n  db:\n    image: postgres\n    command: "postgres -c work_mem=4MB"\n',
  ],
  [
    'Compose, a folded line',
    'compose.yml',
    'services:\n  db:\n    image: postgres\n    command: >\n      postgres\n      -c work_mem=4MB\n      -c max_connections=50\n    ports: ["5432:5432"]\n',
  ],
  [
    'Compose, a list',
    'compose.yml',
    'services:\n  db:\n    image: postgres\n    command:\n      - postgres\n      - -c\n      - work_mem=4MB\n',
  ],
  [
    'Compose, a list in brackets',
    'compose.yml',
    'services:\n  db:\n    image: postgres\n    command: ["postgres", "-c", "work_mem=4MB"]\n',
  ],
  [
    'Helm',
    'values.yaml',
    'postgresql:\n  primary:\n    extendedConfiguration: |-\n      work_mem = 4MB\n    resources: {}\n',
  ],
  ['CloudNativePG', 'cluster.yaml', 'kind: Cluster\nspec:\n  postgresql:\n    parameters:\n      work_mem: "4MB"\n'],
  [
    'CloudNativePG, braces',
    'cluster.yaml',
    'kind: Cluster\nspec:\n  postgresql:\n    parameters: {"work_mem": "4MB"}\n',
  ],
  [
    'CloudFormation',
    'template.yml',
    'Resources:\n  Group:\n    Type: AWS::RDS::DBParameterGroup\n    Properties:\n      Family: postgres16\n      Parameters:\n        work_mem: 4096\n',
  ],
  [
    'Config Connector',
    'sql.yaml',
    'kind: SQLInstance\nspec:\n  databaseVersion: POSTGRES_16\n  settings:\n    databaseFlags:\n      - name: work_mem\n        value: "4096"\n',
  ],
  [
    'Terraform’s JSON',
    'main.tf.json',
    '{"resource": {"aws_db_parameter_group": {"pg": {"family": "postgres16",\n "parameter": [{"name": "work_mem", "value": "4096"}]}}}}',
  ],
  [
    'Terraform, RDS',
    'rds.tf',
    'resource "aws_db_parameter_group" "pg" {\n  family = "postgres16"\n\n  parameter {\n    name  = "work_mem"\n    value = "4096" # kB\n  }\n}\n',
  ],
  [
    'Terraform, Cloud SQL',
    'sql.tf',
    'resource "google_sql_database_instance" "db" {\n  database_version = "POSTGRES_16"\n  settings {\n    tier = "db-custom-1-3840"\n    database_flags {\n      name  = "work_mem"\n      value = "4096"\n    }\n  }\n}\n',
  ],
  [
    'Terraform, a module',
    'main.tf',
    'module "db" {\n  source = "terraform-aws-modules/rds/aws"\n  family = "postgres16"\n  parameters = [\n    {\n      name  = "work_mem"\n      value = 4096\n    }\n  ]\n}\n',
  ],
]

describe('advice is a change of the user’s own file', () => {
  const changes: readonly (readonly [string, Value])[] = [
    ['work_mem', 16 * MB],
    ['shared_buffers', 512 * MB],
    ['jit', false],
  ]
  const cases = FORMATS.flatMap(format => changes.map(([setting, value]) => [...format, setting, value] as const))
  test.each(cases)('%s (%s): %# %s', async (_, file, text, name, value) => {
    const finding = await adviseOn(file, text, name, value)
    expect(finding.fix?.sql).toBe('')
    const [edit] = finding.fix!.files
    const after = applyChanges(text, edit!.changes)
    const effective = chooseEffective(await readConfiguration(memoryTree({ [file]: after }), NO_MIGRATIONS, {}))
    expect({ after, value: settingValue(effective, PARAMETERS, name) }).toEqual({ after, value })
    // What was there before is there still.
    expect(settingValue(effective, PARAMETERS, 'work_mem')).toBe(name === 'work_mem' ? value : 4 * MB)
  })

  test('RDS takes what needs a restart at the next one only, and switches as numbers', async () => {
    const [, file, text] = FORMATS.find(([name]) => name === 'Terraform, RDS')!
    const linesFor = async (name: string, value: Value) =>
      (await adviseOn(file, text, name, value)).fix?.files[0]?.changes[0]?.adds.map(line => line.trim())
    expect(await linesFor('shared_buffers', 512 * MB)).toEqual([
      '',
      'parameter {',
      'name  = "shared_buffers"',
      'value = "65536"',
      'apply_method = "pending-reboot"',
      '}',
    ])
    expect(await linesFor('jit', false)).toEqual(['', 'parameter {', 'name  = "jit"', 'value = "0"', '}'])
    expect(await linesFor('work_mem', 16 * MB)).toEqual(['value = "16384" # kB'])
  })

  test('where no line of it can be changed, no statement is given that would change nothing', async () => {
    const azure = `resource "azurerm_postgresql_flexible_server_configuration" "w" {\n  name = "work_mem"\n  value = "4096"\n}\n`
    const finding = await adviseOn('azure.tf', azure, 'jit', false)
    expect(finding.fix).toBeUndefined()
    expect(finding.evidence).toEqual(['It is to be written in azure.tf, by hand.'])
  })
})
