import { spawn } from 'node:child_process'
import { ENVIRONMENT } from './empty-cluster.ts'

/** Takes a server and its folder away if this process is killed before it can do so itself. */
export interface Guard {
  /** The server that runs on the folder now. */
  watch(pid: number): void
  /** All is gone, or somebody else's to take away. */
  dismiss(): void
}

/** Its input ends when we do, however that comes about. A server that has ended has removed its pid file. */
const SCRIPT = `pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && [ -e "$1/data/postmaster.pid" ]; then kill -QUIT "$pid"; fi
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [ -e "$1/data/postmaster.pid" ]; then sleep 0.5; fi
done
rm -rf -- "$1"`

/** A process of its own session, so that what is sent to our whole group does not reach it. */
export function guardFolder(folder: string): Guard {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'pgverdict-guard', folder], {
    cwd: '/',
    env: ENVIRONMENT,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a guard the run goes on as well.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  const dismiss = () => {
    process.off('exit', dismiss)
    child.kill('SIGKILL')
    child.stdin.destroy()
  }
  // What listens to the end of this process takes the server away by itself.
  process.once('exit', dismiss)
  return { watch: pid => void child.stdin.write(`${pid}\n`), dismiss }
}
