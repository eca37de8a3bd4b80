import { stringify } from 'yaml'

interface Place {
  /** The project's, empty for the repository's root. */
  readonly folder: string
  /** Pushes to it keep its database in the repository's cache, where the pull requests after it may read it. */
  readonly defaultBranch: string
}

/** The workflow that runs the gate on every pull request, and on the default branch for the base of the next ones. */
export function workflowFile({ folder, defaultBranch }: Place, toolVersion: string): string {
  const directory = folder === '' ? '' : `          working-directory: ${stringify(folder.replace(/\/$/, '')).trim()}\n`
  const inputs = directory === '' ? '' : `        with:\n${directory}`
  return `name: pgverdict
on:
  pull_request:
  merge_group:
  push: # keeps the database that the next pull requests start from
    branches: [${branchPattern(defaultBranch)}]
permissions: {}
concurrency: # a newer push to the same pull request makes the older run pointless
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  plans:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read # check out the code, fetch the base commit
      pull-requests: write # the one comment with the verdict
    steps:
      - uses: actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
        with:
          persist-credentials: false # nothing of the pull request can find the token
      - uses: pgverdict/pgverdict@v${toolVersion}
${inputs}`
}

/** As GitHub's filters spell a name: characters of patterns are escaped. */
function branchPattern(name: string): string {
  return stringify(name.replaceAll(/[*?+[\]!\\]/g, '\\$&'), {
    defaultStringType: /^[\w./-]+$/.test(name) ? 'PLAIN' : 'QUOTE_DOUBLE',
  }).trim()
}
