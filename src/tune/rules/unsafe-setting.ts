import { settingValue } from '../effective.ts'
import { placeOf, type Rule, remark } from '../subject.ts'

const UNSAFE: Readonly<Record<string, string>> = {
  fsync: 'A crash of the machine can leave the whole cluster unreadable.',
  full_page_writes: 'A crash in the middle of a write can leave pages that are half old and half new.',
}

/** Settings that trade the data for speed; a server for tests may well have them. */
export const unsafeSetting: Rule = {
  id: 'unsafe-setting',
  description: '`fsync` or `full_page_writes` is off.',
  find({ effective, parameters }) {
    return Object.entries(UNSAFE).flatMap(([name, why]) => {
      const setting = effective.settings.get(name)
      if (setting === undefined || settingValue(effective, parameters, name) !== false) return []
      return [
        remark({
          rule: unsafeSetting.id,
          subject: name,
          // Containers with such flags are mostly what people test with.
          severity: effective.source?.kind === 'flags' ? 'info' : 'advice',
          title: `${name} is off`,
          why,
          evidence: [`${placeOf(setting)} switches it off.`],
        }),
      ]
    })
  },
}
