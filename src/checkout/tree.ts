/** One side's files, read without touching the user's checkout: git objects, or the working tree with its uncommitted changes. */
export interface Tree {
  /** `main@1f0b6aa`, or `working tree`. */
  readonly label: string
  /** The full commit id; undefined for the working tree. */
  readonly commit: string | undefined
  /** Regular files below `folder` (or the file itself), as paths from the root with `/`, in byte order. Empty where there is none. */
  list(folder: string): Promise<readonly string[]>
  /** Contents of a file as UTF-8. Throws a UserError for a missing file, a symlink, a Git LFS pointer, or one over the size cap. */
  read(path: string): Promise<string>
  /** A stable identity of a file's content; equal for equal content on both kinds of tree. */
  checksum(path: string): Promise<string>
  /** The files on disk, for commands that must run in them. */
  checkout(): Promise<Checkout>
}

export interface Checkout extends AsyncDisposable {
  readonly directory: string
}
