interface Told {
  readonly title: string
  readonly severity: string
  readonly why: string
  readonly evidence: readonly string[]
}

/** What a rule says of its case, as a quotation in Markdown. */
export function quoteFinding({ title, severity, why, evidence }: Told): string {
  const lines = [`**${title}** (${severity}). ${why}`, ...evidence.map(text => `- ${text}`)].join('\n').split('\n')
  return lines.map(line => `> ${line}`.trimEnd()).join('\n')
}
