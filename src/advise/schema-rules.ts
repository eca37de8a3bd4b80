import type { Rule } from './draft.ts'
import { columnPadding } from './rules/schema/column-padding.ts'
import { constraintNotValid } from './rules/schema/constraint-not-valid.ts'
import { copiedColumn } from './rules/schema/copied-column.ts'
import { discouragedType } from './rules/schema/discouraged-type.ts'
import { entityAttributeValue } from './rules/schema/entity-attribute-value.ts'
import { enumLikeText } from './rules/schema/enum-like-text.ts'
import { foreignKeyTypeMismatch } from './rules/schema/foreign-key-type-mismatch.ts'
import { integerKey } from './rules/schema/integer-key.ts'
import { jsonWithFixedFields } from './rules/schema/json-with-fixed-fields.ts'
import { listInText } from './rules/schema/list-in-text.ts'
import { missingCheck } from './rules/schema/missing-check.ts'
import { missingExclusion } from './rules/schema/missing-exclusion.ts'
import { missingForeignKey } from './rules/schema/missing-foreign-key.ts'
import { noPrimaryKey } from './rules/schema/no-primary-key.ts'
import { nullableNeverNull } from './rules/schema/nullable-never-null.ts'
import { numberedColumns } from './rules/schema/numbered-columns.ts'
import { partialDependency } from './rules/schema/partial-dependency.ts'
import { polymorphicReference } from './rules/schema/polymorphic-reference.ts'
import { sequenceOverflow } from './rules/schema/sequence-overflow.ts'
import { textKey } from './rules/schema/text-key.ts'
import { timestampWithoutZone } from './rules/schema/timestamp-without-zone.ts'
import { transitiveDependency } from './rules/schema/transitive-dependency.ts'
import { unusedColumn } from './rules/schema/unused-column.ts'
import { wideRow } from './rules/schema/wide-row.ts'
import { wideTextKey } from './rules/schema/wide-text-key.ts'

/** How the tables are made, and what their rows say of it. */
export const SCHEMA_RULES: readonly Rule[] = [
  noPrimaryKey,
  foreignKeyTypeMismatch,
  constraintNotValid,
  sequenceOverflow,
  missingForeignKey,
  partialDependency,
  transitiveDependency,
  copiedColumn,
  listInText,
  numberedColumns,
  entityAttributeValue,
  polymorphicReference,
  jsonWithFixedFields,
  enumLikeText,
  textKey,
  wideTextKey,
  integerKey,
  discouragedType,
  timestampWithoutZone,
  nullableNeverNull,
  missingCheck,
  missingExclusion,
  wideRow,
  columnPadding,
  unusedColumn,
]
