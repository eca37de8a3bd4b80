import type pg from 'pg'

/** Sends a statement as a driver that declares the types of its parameters does; 0 leaves one to the server. */
export function sendBound(
  client: pg.Client,
  {
    text,
    values,
    types,
  }: { readonly text: string; readonly values: readonly string[]; readonly types: readonly number[] },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const ignore = () => undefined
    client.query({
      submit(connection: pg.Connection) {
        connection.parse({ name: '', text, types: types as unknown as string[] }, true)
        connection.bind({ values: [...values] }, true)
        connection.execute({ rows: '0' }, true)
        connection.sync()
      },
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleCommandComplete: ignore,
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    } as pg.Submittable)
  })
}
