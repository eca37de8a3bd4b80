/** A block of PL/pgSQL; its body must not contain `$partition$`. */
export function block(body: string, variables = ''): string {
  const declared = variables === '' ? '' : `declare\n${indent(variables)}\n`
  return `do $partition$\n${declared}begin\n${indent(body)}\nend\n$partition$`
}

/** Ends a block where its work was done already. */
export const unless = (condition: string): string => `if ${condition} then\n  return;\nend if;`

export const indent = (text: string): string =>
  text
    .split('\n')
    .map(line => (line === '' ? line : `  ${line}`))
    .join('\n')
