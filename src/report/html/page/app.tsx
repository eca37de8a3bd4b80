import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { rankStatements } from '../../overview.ts'
import type { Report } from '../../report.ts'
import { Advice } from './advice.tsx'
import { Charts } from './charts.tsx'
import { Masthead } from './masthead.tsx'
import { Migrations } from './migrations.tsx'
import { Roster } from './roster.tsx'
import { RunDetails } from './run-details.tsx'
import { type OpenStatements, Statements } from './statements.tsx'

const ADDRESS = /^#statement-(\d+)$/

/** Where a link to a statement goes; rows are numbered as the verdict ranks them. */
function addressed(): number | undefined {
  const [, position] = ADDRESS.exec(location.hash) ?? []
  return position === undefined ? undefined : Number(position)
}

export function App({ report }: { readonly report: Report }) {
  const rows = useMemo(() => rankStatements(report).map((row, position) => ({ ...row, position })), [report])
  const [open, setOpen] = useState<OpenStatements>({ positions: new Set(), wanted: addressed() })

  useEffect(() => {
    const follow = () => setOpen(now => ({ ...now, wanted: addressed() }))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  const show = useCallback((position: number) => {
    const address = `#statement-${position}`
    // Asked for twice, an address does not change; the row may have been closed or filtered out meanwhile.
    if (location.hash === address) setOpen(now => ({ ...now, wanted: position }))
    else location.hash = address
  }, [])

  return (
    <>
      <a class="skip" href="#statements">
        Skip to the statements
      </a>
      <Masthead report={report} rows={rows} />
      <main>
        <Roster report={report} rows={rows} />
        <Statements report={report} rows={rows} open={open} setOpen={setOpen} />
        <Charts report={report} rows={rows} show={show} />
        <Advice findings={report.findings} rows={rows} />
        <Migrations report={report} />
        <RunDetails report={report} />
      </main>
      <footer>
        Made by pgverdict {report.tool.version}. This file asks nothing of any network. Its plan viewer is PEV2 by
        Dalibo (PostgreSQL licence).
      </footer>
    </>
  )
}
