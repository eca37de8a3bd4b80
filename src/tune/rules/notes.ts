import { type Rule, remark } from '../subject.ts'

/** What of the configuration could not be read: a line each. */
export const unreadConfiguration: Rule = ({ reading, effective }) => {
  const unknown = [...effective.settings.values()]
    .filter(({ value }) => value === undefined)
    .map(({ name, file, line }) => `${file}:${line} makes ${name} of variables: its value is not known.`)
  const notes = [...reading.notes, ...unknown]
  if (notes.length === 0) return []
  return [
    remark({
      rule: 'unread-configuration',
      subject: 'files',
      severity: 'info',
      title: 'Part of the configuration is not known',
      why: 'Advice on settings takes the defaults of PostgreSQL for what it does not know.',
      evidence: notes,
    }),
  ]
}
