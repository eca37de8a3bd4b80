import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** What the command line says of itself. */
export function commandReference(): string {
  const blocks = [['run'], ['init'], []].map(command => {
    const help = execFileSync(process.execPath, [CLI, ...command, '--help'], { encoding: 'utf8' })
    return `\`\`\`console\n$ ${['pgverdict', ...command, '--help'].join(' ')}\n${help.trim()}\n\`\`\``
  })
  return blocks.join('\n\n')
}
