import { join } from 'node:path'

/** Commands of a case run in a tree without packages; where they ask for NODE_PATH they find the project's own. */
export const CASE_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_PATH: join(import.meta.dirname, '../../node_modules'),
}
