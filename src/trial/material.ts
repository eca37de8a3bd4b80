import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Profile } from '../capture/schema/profile.ts'
import { readProfile } from '../capture/schema/read-profile.ts'
import { readSchema } from '../capture/schema/read-schema.ts'
import type { Schema } from '../capture/schema/schema.ts'
import type { Database } from '../postgres/server.ts'

/** What the two databases hold, as far as advice needs it. */
export interface AdviceMaterial {
  readonly catalogs: { readonly base: Catalog; readonly head: Catalog }
  readonly schema: { readonly base: Schema; readonly head: Schema; readonly profile: Profile }
}

/** Reads the catalogs of both and looks at head's data; nothing but counts leaves the server. */
export async function readAdviceMaterial(base: Database, head: Database): Promise<AdviceMaterial> {
  const [before, after] = await Promise.all([readSide(base), readSide(head)])
  return {
    catalogs: { base: before.catalog, head: after.catalog },
    schema: { base: before.schema, head: after.schema, profile: await profileOf(head, after.schema) },
  }
}

async function readSide(database: Database): Promise<{ readonly catalog: Catalog; readonly schema: Schema }> {
  await using client = await database.connect('owner')
  return { catalog: await readCatalog(client), schema: await readSchema(client) }
}

async function profileOf(database: Database, schema: Schema): Promise<Profile> {
  await using client = await database.connect('owner')
  return await readProfile(client, schema)
}
