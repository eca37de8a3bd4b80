import { describe, expect, test } from 'vitest'
import { readTerraform } from '../../src/tune/read/terraform.ts'

function read(text: string) {
  const { sources, notes } = readTerraform('db.tf', text)
  const settings = sources.flatMap(({ settings }) =>
    settings.map(({ name, value, line, range }) => {
      const place = range === undefined ? '' : ` “${text.slice(range.start, range.end)}”`
      return `${line} ${name}=${value}${place}`
    }),
  )
  return { settings, notes }
}

const group = (body: string) => `resource "aws_db_parameter_group" "pg" {\n  family = "postgres16"\n${body}\n}\n`

describe('settings in Terraform’s own language', () => {
  const cases: readonly (readonly [name: string, text: string, found: ReturnType<typeof read>])[] = [
    [
      'blocks, with comments, numbers and what is computed elsewhere',
      group(`  # parameter { name = "jit" value = "0" }
  /* parameter {
    name = "jit"
    value = "0"
  } */
  parameter {
    apply_method = "pending-reboot" # or immediate
    name         = "max_connections"
    value        = 250 // 2500 is too many
  }
  parameter {
    name  = "work_mem"
    value = var.work_mem
  }
  parameter {
    name  = "shared_buffers"
    value = "{DBInstanceClassMemory/32768}"
  }
  parameter {
    name  = "effective_cache_size"
    value = "\${3 * 1024 * local.memory["gb"]}"
  }
  parameter {
    name  = "maintenance_work_mem"
    value = 1024 * 64
  }
  tags = merge(local.tags, { Name = "a \\"quoted\\" }" })`),
      {
        settings: [
          '11 max_connections=250 “250”',
          '15 work_mem=undefined',
          '19 shared_buffers=undefined “{DBInstanceClassMemory/32768}”',
          '23 effective_cache_size=undefined',
          '27 maintenance_work_mem=undefined',
        ],
        notes: [],
      },
    ],
    [
      'a cluster’s group',
      'resource "aws_rds_cluster_parameter_group" "c" {\n  family = "aurora-postgresql15"\n  parameter {\n    name = "work_mem"\n    value = "8192"\n  }\n}',
      { settings: ['5 work_mem=8192 “8192”'], notes: [] },
    ],
    [
      'a group of MySQL',
      'resource "aws_db_parameter_group" "m" {\n  family = "mysql8.0"\n  parameter {\n    name = "max_connections"\n    value = "10"\n  }\n}',
      { settings: [], notes: [] },
    ],
    [
      'blocks that are made',
      group(
        '  dynamic "parameter" {\n    for_each = var.parameters\n    content {\n      name  = parameter.value.name\n      value = parameter.value.value\n    }\n  }',
      ),
      { settings: [], notes: ['db.tf:3 makes settings by an expression: they are not known.'] },
    ],
    [
      'Cloud SQL, in the old way of a list',
      'resource "google_sql_database_instance" "s" {\n  database_version = "POSTGRES_12"\n  settings {\n    database_flags = [{\n      name  = "log_lock_waits"\n      value = "on"\n      },\n      {\n        name  = "log_temp_files"\n        value = "10"\n    }]\n  }\n}',
      { settings: ['6 log_lock_waits=on “on”', '10 log_temp_files=10 “10”'], notes: [] },
    ],
    [
      'a module’s list, partly of a local value',
      'module "rds" {\n  source     = "terraform-aws-modules/rds/aws"\n  engine     = "postgres"\n  parameters = concat(local.parameters, [{ name = "jit", value = "0" }])\n}',
      { settings: [], notes: ['db.tf:4 makes settings by an expression: they are not known.'] },
    ],
    [
      'Azure, a resource for each',
      'resource "azurerm_postgresql_flexible_server_configuration" "w" {\n  name      = "work_mem"\n  server_id = azurerm_postgresql_flexible_server.db.id\n  value     = "8192"\n}',
      { settings: ['4 work_mem=8192 “8192”'], notes: [] },
    ],
    [
      'here documents, templates, functions and conditions beside it',
      `locals {
  policy = <<-EOT
    { "resource": "aws_db_parameter_group" }
  EOT
  names  = [for each in var.names : upper(each) if each != ""]
  size   = var.big ? { a = "\${var.x}-}" } : {}
  text   = "%{if var.big}large%{else}small%{endif} $\${kept}"
}
${group('  parameter {\n    name = "jit"\n    value = "0"\n  }')}`,
      { settings: ['13 jit=0 “0”'], notes: [] },
    ],
    ['what is no HCL', `${group('')}resource "x" {`, { settings: [], notes: ['db.tf:5 is no HCL that can be read.'] }],
    ['a string without end', 'a = "b\nc = 1', { settings: [], notes: ['db.tf:1 is no HCL that can be read.'] }],
  ]
  test.each(cases)('%s', (_, text, found) => {
    expect(read(text)).toEqual(found)
  })
})
