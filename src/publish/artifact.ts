import { basename, dirname } from 'node:path'

/** Keeps files with the workflow run, where people and other workflows can fetch them. */
export interface ArtifactStore {
  /**
   * Uploads one file and returns the artifact's number. `asIs`: it keeps its own name and is not packed, so that a browser
   * shows it on one click.
   */
  upload(file: string, form: 'asIs' | { readonly name: string }): Promise<number>
}

/** What the runner tells an action about the service that stores artifacts. */
export const RUNTIME_VARIABLES = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'] as const

/** GitHub Enterprise Server has an older service that this client does not speak. */
export function hasArtifacts(serverUrl: string): boolean {
  const { hostname } = new URL(serverUrl)
  return hostname === 'github.com' || hostname.endsWith('.ghe.com') || hostname.endsWith('.localhost')
}

/** The store of this workflow run. `runtime` is in the environment only while something is uploaded. */
export function runArtifacts(runtime: Readonly<Record<string, string>>): ArtifactStore {
  return {
    async upload(file, form) {
      // Large, and not needed to say no.
      const { DefaultArtifactClient } = await import('@actions/artifact')
      Object.assign(process.env, runtime)
      try {
        const isPacked = form !== 'asIs'
        const name = isPacked ? form.name : basename(file)
        const { id } = await new DefaultArtifactClient().uploadArtifact(name, [file], dirname(file), {
          skipArchive: !isPacked,
        })
        if (id === undefined) throw new Error(`GitHub gave ${name} no number`)
        return id
      } finally {
        for (const variable of RUNTIME_VARIABLES) delete process.env[variable]
      }
    },
  }
}

/** What the report is called among a run's artifacts; one for each comment key. */
export function artifactName(key: string): string {
  return key === 'default' ? 'pgverdict-report' : `pgverdict-report-${key.replace(/[^\w.-]/g, '-')}`
}
