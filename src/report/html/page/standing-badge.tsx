import type { Standing } from '../../overview.ts'
import { STANDINGS } from './ranked.ts'

export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const { word, sign } = STANDINGS[standing]
  return (
    <span class={`badge ${standing}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  )
}
