import { type Rule, remark } from '../subject.ts'

/** What of the configuration could not be read: a line each. */
export const unreadConfiguration: Rule = {
  id: 'unread-configuration',
  description: 'What of the configuration cannot be read, or is made of variables: a line each.',
  find({ reading, effective }) {
    const unknown = [...effective.settings.values()]
      .filter(({ value }) => value === undefined)
      .map(({ name, file, line }) => `${file}:${line} makes ${name} of variables: its value is not known.`)
    const notes = [...reading.notes, ...unknown]
    if (notes.length === 0) return []
    return [
      remark({
        rule: unreadConfiguration.id,
        subject: 'files',
        severity: 'info',
        title: 'Part of the configuration is not known',
        why: 'Advice on settings takes the defaults of PostgreSQL for what it does not know.',
        evidence: notes,
      }),
    ]
  },
}
