import { plural } from '../../format.ts'
import type { InnerStatement } from '../../report.ts'
import { PlanPair } from './plan-pair.tsx'

interface Props {
  readonly base: readonly InnerStatement[] | undefined
  readonly head: readonly InnerStatement[] | undefined
}

/** Statements that ran inside it, in functions and triggers, with both sides' plans where both sides ran them. */
export function Inner({ base = [], head = [] }: Props) {
  const texts = [...new Set([...base, ...head].map(({ text }) => text))]
  if (texts.length === 0) return null
  const find = (side: readonly InnerStatement[], text: string) => side.find(inner => inner.text === text)
  const calls = (inner: InnerStatement | undefined) => (inner === undefined ? 'not run' : plural(inner.calls, 'time'))
  return (
    <>
      <h3>Statements inside it</h3>
      {texts.map(text => {
        const [before, after] = [find(base, text), find(head, text)]
        return (
          <details key={text}>
            <summary>
              <code>{text}</code>{' '}
              <small>
                base {calls(before)}, head {calls(after)}
              </small>
            </summary>
            <PlanPair base={before?.plan} head={after?.plan} />
          </details>
        )
      })}
    </>
  )
}
