import { RUNTIME_VARIABLES } from './artifact.ts'
import { CACHE_VARIABLES } from './base-cache.ts'

/** With which the services that keep things for the run are asked; undefined where the runner gave none. */
export interface Credentials {
  readonly artifacts: Readonly<Record<string, string>> | undefined
  readonly cache: Readonly<Record<string, string>> | undefined
}

/**
 * Takes the step's credentials out of the environment, so that no child can inherit them; the runner's command files stay
 * for the outputs.
 */
export function takeCredentials(environment: NodeJS.ProcessEnv): Credentials {
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]]])))
  const artifacts = pick(RUNTIME_VARIABLES)
  const cache = pick(CACHE_VARIABLES)
  for (const name of Object.keys(environment)) {
    if (/^(INPUT_|ACTIONS_)|^(GITHUB|GH)_TOKEN$/i.test(name)) delete environment[name]
  }
  const isServed = 'ACTIONS_CACHE_URL' in cache || 'ACTIONS_CACHE_SERVICE_V2' in cache
  return {
    artifacts: Object.keys(artifacts).length === RUNTIME_VARIABLES.length ? artifacts : undefined,
    cache: isServed && 'ACTIONS_RUNTIME_TOKEN' in cache ? cache : undefined,
  }
}
