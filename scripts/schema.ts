import { writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/json-schema.ts'
import { reportJsonSchema } from '../src/report/schema.ts'

write('schema.json', configJsonSchema())
write('report.schema.json', reportJsonSchema())

function write(name: string, schema: object): void {
  writeFileSync(new URL(`../${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
}
