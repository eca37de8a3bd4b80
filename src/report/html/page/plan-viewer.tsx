import { useMemo, useState } from 'preact/hooks'
import type { ReportSide, ReportStatement } from '../../report.ts'
import { embedJson, escapeHtml } from '../embed.ts'
import { toExplainJson } from '../explain-json.ts'

const textOf = (id: string) => document.getElementById(id)?.textContent ?? ''

/**
 * The viewer puts some names into its HTML as they are. A less-than sign that would begin a tag or a comment gets a
 * zero-width space; as an operator it has a blank after it in every plan and stays as it is.
 */
function withoutTags(plan: string): string {
  return plan.replace(/<(?=[a-z/!?])/gi, '<\u200b')
}

/** A page of its own for PEV2. It inherits the report's policy, which knows its script and style by their digests. */
function frameDocument(title: string, side: ReportSide, query: string): string {
  const isDark = getComputedStyle(document.documentElement).getPropertyValue('--is-dark') === '1'
  return `<!doctype html>
<html lang="en" data-bs-theme="${isDark ? 'dark' : 'light'}">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>${textOf('viewer-style')}</style>
<div id="app"></div>
<script type="application/json" id="plan">${embedJson({ plan: withoutTags(toExplainJson(side)), query })}</script>
<script>${textOf('viewer-script')}</script>`
}

/**
 * The viewer for one side's plan, started when it is asked for. It runs in a frame without an origin, from which
 * nothing that might slip through reaches this page or a network.
 */
export function PlanViewer({
  statement: { name, text, baseText, base, head },
}: {
  readonly statement: ReportStatement
}) {
  const [shown, setShown] = useState<'base' | 'head'>()
  const side = shown && { base, head }[shown]
  const query = shown === 'base' ? (baseText ?? text) : text
  const title = `Plan of ${name} on ${shown}`
  const source = useMemo(
    () => (side === undefined ? undefined : frameDocument(title, side, query)),
    [title, side, query],
  )
  const sides = [...(base === undefined ? [] : ['base' as const]), ...(head === undefined ? [] : ['head' as const])]
  return (
    <div class="viewer">
      {sides.map(candidate => (
        <button
          key={candidate}
          type="button"
          aria-pressed={shown === candidate}
          onClick={() => setShown(shown === candidate ? undefined : candidate)}
        >
          {shown === candidate ? 'Close' : 'Open'} {candidate}’s plan in the viewer
        </button>
      ))}
      {source === undefined ? null : (
        <>
          <p class="note">
            The report holds pages read, without telling hits from reads, and no literals; times are the nodes’ own
            summed up.
          </p>
          <iframe key={shown} title={title} sandbox="allow-scripts" srcdoc={source} />
        </>
      )}
    </div>
  )
}
