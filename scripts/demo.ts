import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExampleRepository, EXAMPLE_BRANCHES, type ExampleBranch } from '../test/support/example-repository.ts'

const CLI = join(import.meta.dirname, '../dist/cli.js')

/** Exit codes of the gate that each branch is made for. */
const EXPECTED: Readonly<Record<ExampleBranch, number>> = { regress: 1, break: 1, improve: 0, neutral: 0 }

process.exitCode = await demo(process.argv[2] ?? 'regress')

/** Judges one branch of the example with the built command line; 0 when the gate decided as that branch expects. */
async function demo(branch: string): Promise<number> {
  if (!isBranch(branch)) return complain(`There is no branch ${branch}; choose one of ${EXAMPLE_BRANCHES.join(', ')}.`)
  if (!existsSync(CLI)) return complain('dist/cli.js is missing: run `npm run build` first.')

  // An interrupt reaches the gate as well, which ends by itself; waiting for it lets us clean up.
  process.on('SIGINT', () => undefined)
  await using repository = await createExampleRepository(branch)
  const output = await mkdtemp(join(tmpdir(), 'pgverdict-demo-'))
  const comment = join(output, 'comment.md')
  const json = join(output, 'report.json')
  const { directory, base, head } = repository
  const sides = ['--repo', directory, '--base', base, '--head', head]
  const outcome = await run([CLI, 'run', ...sides, '--server', 'embedded', '--json', json, '--comment', comment])

  say(`\nComment: ${comment}\nReport:  ${json}`)
  if (outcome === EXPECTED[branch]) {
    say(`The gate ${outcome === 0 ? 'passed' : 'failed'} the branch ${branch}, as it should.`)
    return 0
  }
  return complain(`The gate ended with ${outcome} on the branch ${branch}; expected ${EXPECTED[branch]}.`)
}

async function run(args: readonly string[]): Promise<number | NodeJS.Signals> {
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals]
  return code ?? signal
}

function isBranch(name: string): name is ExampleBranch {
  return Object.hasOwn(EXPECTED, name)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 1
}
