import type { Checkout, Tree } from './tree.ts'

/** A tree whose files are on disk once for all of a run's commands. Disposing removes them. */
export type SharedTree = Tree & AsyncDisposable

/** `prepare` runs in the files before the first command does. */
export function shareCheckout(tree: Tree, prepare: (directory: string) => Promise<void>): SharedTree {
  let made: Promise<Checkout> | undefined
  const make = async () => {
    const checkout = await tree.checkout()
    try {
      await prepare(checkout.directory)
    } catch (error) {
      await checkout[Symbol.asyncDispose]()
      throw error
    }
    return checkout
  }
  return {
    label: tree.label,
    commit: tree.commit,
    list: folder => tree.list(folder),
    read: path => tree.read(path),
    checksum: path => tree.checksum(path),
    async checkout() {
      made ??= make()
      const { directory } = await made
      return { directory, [Symbol.asyncDispose]: async () => undefined }
    },
    async [Symbol.asyncDispose]() {
      const checkout = await made?.catch(() => undefined)
      await checkout?.[Symbol.asyncDispose]()
    },
  }
}
