import { render } from 'preact'
import { cleanText } from '../../clean.ts'
import type { Report } from '../../report.ts'
import { App } from './app.tsx'

/** Nothing invisible is shown: a bidirectional mark in an identifier would make a statement read as another. */
function readReport(): Report {
  const text = document.getElementById('report')?.textContent ?? ''
  return JSON.parse(text, (_, value) => (typeof value === 'string' ? cleanText(value) : value))
}

const root = document.getElementById('app')
if (root !== null) {
  root.replaceChildren()
  render(<App report={readReport()} />, root)
}
