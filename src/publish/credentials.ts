import { RUNTIME_VARIABLES } from './artifact.ts'

/**
 * Takes the step's credentials out of the environment, so that no child can inherit them; the runner's command files stay
 * for the outputs. Returns those with which the run's artifacts are stored, where the runner gave them.
 */
export function takeCredentials(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> | undefined {
  const runtime = RUNTIME_VARIABLES.flatMap(name => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  for (const name of Object.keys(environment)) {
    if (/^(INPUT_|ACTIONS_)|^(GITHUB|GH)_TOKEN$/i.test(name)) delete environment[name]
  }
  return runtime.length === RUNTIME_VARIABLES.length ? Object.fromEntries(runtime) : undefined
}
