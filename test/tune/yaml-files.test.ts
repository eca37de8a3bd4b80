import { describe, expect, test } from 'vitest'
import { readConfiguration } from '../../src/tune/read/read-configuration.ts'
import { memoryTree } from '../support/memory-tree.ts'

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const

async function settingsOf(file: string, text: string): Promise<readonly string[]> {
  const { sources } = await readConfiguration(memoryTree({ [file]: text }), NO_MIGRATIONS, {})
  return sources.flatMap(({ settings }) =>
    settings.map(({ name, value, line, range }) => {
      const place = range === undefined ? '' : ` “${text.slice(range.start, range.end)}”`
      return `${line} ${name}=${value}${place}`
    }),
  )
}

describe('settings in YAML and JSON, with line and place', () => {
  const cases: readonly (readonly [name: string, file: string, text: string, found: readonly string[]])[] = [
    [
      'Compose, one line',
      'compose.yml',
      'services:\n  db:\n    image: postgres:17\n    command: postgres -c work_mem=8MB -cjit=off --random-page-cost=1.1\n',
      ['4 work_mem=8MB “8MB”', '4 jit=off “off”', '4 random_page_cost=1.1 “1.1”'],
    ],
    [
      'Compose, a list, with a variable',
      'docker-compose.prod.yaml',
      `services:\n  db:\n    image: postgis/postgis:16-3.4\n    command:\n      - postgres\n      - -c\n      - "work_mem=8MB"\n      - -c\n      - max_connections=\${MAX:-50}\n`,
      ['7 work_mem=8MB “8MB”', `9 max_connections=undefined “\${MAX:-50}”`],
    ],
    [
      'a folded line',
      'compose.yml',
      'services:\n  db:\n    image: postgres\n    command: >\n      postgres\n      -c work_mem=8MB\n',
      ['6 work_mem=8MB “8MB”'],
    ],
    [
      'a folded line with quotes has no places where they matter',
      'compose.yml',
      "services:\n  db:\n    image: postgres\n    command: >\n      postgres\n      -c 'work_mem=8MB'\n",
      ['6 work_mem=8MB'],
    ],
    [
      'another service',
      'compose.yml',
      'services:\n  web:\n    image: my-postgres-app:1\n    command: serve -c work_mem=8MB\n',
      [],
    ],
    [
      'an image of one’s own that runs postgres',
      'compose.yml',
      'services:\n  db:\n    image: acme/database:1\n    command: postgres -c work_mem=8MB\n',
      ['4 work_mem=8MB “8MB”'],
    ],
    [
      'Kubernetes',
      'k8s/db.yaml',
      'kind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n        - name: db\n          image: registry/postgres:17\n          args: ["-c", "shared_buffers=1GB"]\n',
      ['8 shared_buffers=1GB “1GB”'],
    ],
    [
      'a ConfigMap',
      'k8s/config.yaml',
      'kind: ConfigMap\ndata:\n  postgresql.conf: |\n    work_mem = 8MB\n    # jit = on\n    jit = off\n  other: x\n',
      ['4 work_mem=8MB “8MB”', '6 jit=off “off”'],
    ],
    [
      'Bitnami’s chart',
      'values.yaml',
      'postgresql:\n  primary:\n    extendedConfiguration: |-\n      work_mem = 8MB\n',
      ['4 work_mem=8MB “8MB”'],
    ],
    [
      'CloudNativePG',
      'cluster.yaml',
      'kind: Cluster\nspec:\n  postgresql:\n    parameters:\n      work_mem: "8MB"\n      max_connections: 100\n',
      ['5 work_mem=8MB “8MB”', '6 max_connections=100 “100”'],
    ],
    [
      'CloudFormation, units of the parameter, functions unknown',
      'template.yml',
      'Resources:\n  Group:\n    Type: AWS::RDS::DBParameterGroup\n    Properties:\n      Family: postgres16\n      Parameters:\n        work_mem: 8192\n        shared_buffers: "{DBInstanceClassMemory/32768}"\n        max_connections: !Ref Max\n',
      [
        '7 work_mem=8192 “8192”',
        '8 shared_buffers=undefined “{DBInstanceClassMemory/32768}”',
        '9 max_connections=undefined',
      ],
    ],
    [
      'a parameter group of MySQL',
      'template.yml',
      '# not postgres\nResources:\n  Group:\n    Type: AWS::RDS::DBParameterGroup\n    Properties:\n      Family: mysql8.0\n      Parameters:\n        max_connections: 10\n',
      [],
    ],
    [
      'Cloud SQL by Config Connector',
      'sql.yaml',
      'kind: SQLInstance\nspec:\n  databaseVersion: POSTGRES_16\n  settings:\n    databaseFlags:\n      - name: work_mem\n        value: "8192"\n',
      ['7 work_mem=8192 “8192”'],
    ],
    [
      'Terraform’s JSON',
      'main.tf.json',
      '{"resource": {"aws_db_parameter_group": {"pg": {"family": "postgres16",\n "parameter": [{"name": "work_mem", "value": "8192"}]}}}}',
      ['2 work_mem=8192 “8192”'],
    ],
  ]
  test.each(cases)('%s', async (_, file, text, found) => {
    expect(await settingsOf(file, text)).toEqual(found)
  })
})

test('templates, broken YAML and broken HCL are a line each', async () => {
  const { sources, notes } = await readConfiguration(
    memoryTree({
      'chart/templates/db.yaml':
        'image: postgres\nargs: ["-c", "work_mem={{ .Values.workMem }}"]\n{{- if .Values.x }}\n',
      'broken.yml': 'postgres: [work_mem\n',
      'main.tf': 'resource "aws_db_parameter_group" "postgres" {\n\n',
      'other.tf': '# postgres\nresource "aws_s3_bucket" "b" {}\n',
      'compose.yml': 'services:\n  db: {image: "postgres:17", command: "postgres -c work_mem=8MB"}\n',
    }),
    NO_MIGRATIONS,
    {},
  )
  expect(notes).toEqual([
    expect.stringMatching(/^broken\.yml:\d+ is no YAML that can be read\.$/),
    expect.stringMatching(/^chart\/templates\/db\.yaml:\d+ is a template: its settings are not known\.$/),
    'main.tf:3 is no HCL that can be read.',
  ])
  expect(sources.map(({ file }) => file)).toEqual(['compose.yml'])
})
