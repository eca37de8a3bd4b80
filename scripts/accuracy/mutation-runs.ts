import { addUp, problemsOf, type Tally, tally } from './figures.ts'
import { runGate, toDecision } from './gate.ts'
import { judgeMutation } from './judge-mutation.ts'
import { layoutOf } from './layout.ts'
import { type Mutation, readMutations } from './mutations.ts'
import type { PartInput } from './part.ts'
import { choose } from './sample.ts'
import { readSchemas, readTruthInput, type Schema } from './schemas.ts'
import { buildTruth } from './truth.ts'
import { startTruthServer, type TruthServer } from './truth-server.ts'

/** Harmless company, so that the right line is one of several. */
const BEFORE = 'create table public.accuracy_before (id bigint primary key);'
const AFTER = 'create table public.accuracy_after (id bigint primary key);'

/** Every mutation of every wanted schema through the gate, each held against the truth. A sample takes as many from each schema as it needs. */
export async function runMutations(
  { major, sample, binaries, say }: PartInput,
  isWanted: (schema: Schema) => boolean,
): Promise<Tally> {
  await using server = await startTruthServer(binaries)
  const all = (await readSchemas()).filter(schema => schema.since <= major && isWanted(schema))
  const schemas = choose(await withoutTwins(all), ({ name }) => name, sample)
  const perSchema = sample && { ...sample, size: Math.ceil(sample.size / schemas.length) }
  const tallies: Tally[] = []
  for (const schema of schemas) {
    const pick = (mutations: readonly Mutation[]) => choose(mutations, ({ name }) => schema.name + name, perSchema)
    tallies.push(
      await mutateSchema(server, schema, major, pick, say).catch(error =>
        tally({ failures: [`${schema.name}: ${firstLine(error)}`] }),
      ),
    )
  }
  return addUp(tallies)
}

/** Many cases share a base, which is tried once. */
async function withoutTwins(schemas: readonly Schema[]): Promise<readonly Schema[]> {
  const first = new Map<string, Schema>()
  for (const schema of schemas) {
    const content = await schema.content()
    if (!first.has(content)) first.set(content, schema)
  }
  return [...first.values()]
}

async function mutateSchema(
  server: TruthServer,
  schema: Schema,
  major: number,
  pick: (mutations: readonly Mutation[]) => readonly Mutation[],
  say: (text: string) => void,
): Promise<Tally> {
  using repository = await schema.open()
  const { directory } = repository
  const layout = await layoutOf(directory)
  const input = await readTruthInput(repository)
  if (layout === undefined || input === undefined) return tally({})
  const truth = await buildTruth(server, input)
  const tallies: Tally[] = []
  for (const [number, mutation] of pick(await truth.inspect(readMutations)).entries()) {
    const head = await truth.mutate(mutation.statements)
    if (head === undefined) continue
    const name = `${schema.name}, ${mutation.name}`
    const branch = `mutation-${number}`
    repository.git('switch', '--quiet', '--create', branch, 'main')
    const lines = [...layout.head, BEFORE, ...mutation.statements, AFTER]
    repository.commit({ [layout.next]: `${lines.join('\n')}\n`, ...(await layout.journal()) })
    const first = layout.head.length + 2
    const places = mutation.statements.map((_, index) => `${layout.next}:${first + index}`)
    try {
      const decision = toDecision(await runGate(directory, { base: 'main', head: branch }, major))
      tallies.push(judgeMutation({ name, base: truth.readings, head, decision, lines: places }))
    } catch (error) {
      tallies.push(tally({ runs: 1, failures: [`${name}: ${firstLine(error)}`] }))
    }
    for (const problem of problemsOf(tallies.at(-1)!)) say(`! ${problem}`)
    say(`mutations ${name}`)
  }
  return addUp(tallies)
}

const firstLine = (error: unknown): string => String((error as Error).message ?? error).split('\n', 1)[0]!
