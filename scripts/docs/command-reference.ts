import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** What the command line and each of its commands say of themselves. */
export function commandReference(): string {
  const [, commands = ''] = /^Commands:\n((?: .*\n)+)/m.exec(helpOf()) ?? []
  const names = [...commands.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name).filter(name => name !== 'help')
  const blocks = [[], ...names.map(name => [name])].map(command => {
    const line = ['pgverdict', ...command, '--help'].join(' ')
    return `\`\`\`console\n$ ${line}\n${helpOf(...command).trim()}\n\`\`\``
  })
  return blocks.join('\n\n')
}

function helpOf(...command: readonly string[]): string {
  return execFileSync(process.execPath, [CLI, ...command, '--help'], { encoding: 'utf8' })
}
