import { startGuard } from '../guard.ts'

/** Takes a server and its folder away if this process is killed before it can do so itself. */
export interface ServerGuard {
  /** The server that runs on the folder now. */
  watch(pid: number): void
  /** All is gone, or somebody else's to take away. */
  dismiss(): void
}

/** A server that has ended has removed its pid file. */
const SCRIPT = `pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && [ -e "$1/data/postmaster.pid" ]; then kill -QUIT "$pid"; fi
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [ -e "$1/data/postmaster.pid" ]; then sleep 0.5; fi
done
rm -rf -- "$1"`

export function guardFolder(folder: string): ServerGuard {
  const guard = startGuard(SCRIPT, folder)
  const dismiss = () => {
    process.off('exit', dismiss)
    guard.dismiss()
  }
  // What listens to the end of this process takes the server away by itself.
  process.once('exit', dismiss)
  return { watch: pid => guard.tell(String(pid)), dismiss }
}
