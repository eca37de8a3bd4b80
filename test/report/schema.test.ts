import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Report } from '../../src/report/report.ts'
import type { reportSchema } from '../../src/report/schema.ts'

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

test('the schema and the contract are the same type', () => {
  expectTypeOf<DeepReadonly<z.output<typeof reportSchema>>>().toEqualTypeOf<Report>()
})
