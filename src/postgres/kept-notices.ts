import type { Notice } from './client.ts'

const KEPT = 100

/** What the server told, as much of it as is kept. */
export interface KeptNotices {
  add(notice: Notice): void
  /** Those since the last call, in order. */
  take(): readonly Notice[]
}

/**
 * The last hundred. Where there are more, the oldest of the place that tells most makes room, so that what runs for each row
 * of a cascade does not crowd out what ran once.
 */
export function keepNotices(): KeptNotices {
  let kept: Notice[] = []
  let counts = new Map<string | undefined, number>()
  const count = ({ context }: Notice, by: number) => counts.set(context, (counts.get(context) ?? 0) + by)
  return {
    add(notice) {
      kept.push(notice)
      count(notice, 1)
      if (kept.length <= KEPT) return
      const most = Math.max(...counts.values())
      const at = kept.findIndex(({ context }) => counts.get(context) === most)
      const [dropped] = kept.splice(at, 1)
      count(dropped!, -1)
    },
    take() {
      const taken = kept
      kept = []
      counts = new Map()
      return taken
    },
  }
}
