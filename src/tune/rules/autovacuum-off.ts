import { settingValue } from '../effective.ts'
import { formatNumber } from '../format.ts'
import { placeOf, type Rule, remark } from '../subject.ts'

/** Without autovacuum dead rows stay, statistics age, and in the end the server stops to protect transaction ids. */
export const autovacuumOff: Rule = {
  id: 'autovacuum-off',
  description: '`autovacuum` or `track_counts` is off, with the dead rows that one pass of the load leaves.',
  find({ effective, parameters, load }) {
    return ['autovacuum', 'track_counts'].flatMap(name => {
      const setting = effective.settings.get(name)
      if (setting === undefined || settingValue(effective, parameters, name) !== false) return []
      return [
        remark({
          rule: autovacuumOff.id,
          subject: name,
          severity: load.deadRows > 0 ? 'advice' : 'info',
          title: `${name} is off`,
          why: 'Nothing removes dead rows or refreshes statistics, unless something else runs VACUUM and ANALYZE often enough.',
          evidence: [
            `${placeOf(setting)} switches it off.`,
            `One pass of this load leaves ${formatNumber(load.deadRows)} dead ${load.deadRows === 1 ? 'row' : 'rows'}.`,
          ],
        }),
      ]
    })
  },
}
