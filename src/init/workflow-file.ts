import { stringify } from 'yaml'

/** The workflow that runs the gate on every pull request; `folder` is the project's, empty for the repository's root. */
export function workflowFile(folder: string, toolVersion: string): string {
  const directory = folder === '' ? '' : `          working-directory: ${stringify(folder.replace(/\/$/, '')).trim()}\n`
  const inputs = directory === '' ? '' : `        with:\n${directory}`
  return `name: pgverdict
on: [pull_request, merge_group]
permissions: {}
concurrency: # a newer push to the same pull request makes the older run pointless
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
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
