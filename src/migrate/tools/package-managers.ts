export type Runtime = 'node' | 'python' | 'ruby' | 'elixir' | 'none'

export interface Manager {
  /** The file by which it is known. */
  readonly lock: string
  /** Goes before a program of its packages; may be empty. */
  readonly run: string
  readonly install: string
}

const MANAGERS: Readonly<Record<Runtime, readonly Manager[]>> = {
  node: [
    { lock: 'pnpm-lock.yaml', run: 'pnpm exec', install: 'pnpm install --frozen-lockfile' },
    { lock: '.yarnrc.yml', run: 'yarn run', install: 'yarn install --immutable' },
    { lock: 'yarn.lock', run: 'yarn run', install: 'yarn install --frozen-lockfile' },
    { lock: 'bun.lock', run: 'bunx', install: 'bun install --frozen-lockfile' },
    { lock: 'bun.lockb', run: 'bunx', install: 'bun install --frozen-lockfile' },
    { lock: 'package-lock.json', run: 'npx', install: 'npm ci' },
    { lock: 'npm-shrinkwrap.json', run: 'npx', install: 'npm ci' },
    { lock: 'package.json', run: 'npx', install: 'npm install' },
  ],
  python: [
    { lock: 'uv.lock', run: 'uv run', install: 'uv sync --frozen' },
    { lock: 'poetry.lock', run: 'poetry run', install: 'poetry install' },
    { lock: 'Pipfile.lock', run: 'pipenv run', install: 'pipenv sync' },
    { lock: 'requirements.txt', run: '', install: 'pip install -r requirements.txt' },
  ],
  ruby: [{ lock: 'Gemfile.lock', run: '', install: 'bundle install' }],
  elixir: [{ lock: 'mix.lock', run: 'mix', install: 'mix deps.get' }],
  none: [],
}

/** Package managers of a runtime, the surest mark first. */
export function managersOf(runtime: Runtime): readonly Manager[] {
  return MANAGERS[runtime]
}
