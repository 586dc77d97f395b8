import { spawn } from 'node:child_process'

// Reads the children's numbers, newest line last. Its input ends when the supervisor does, however it ends; what the
// last line names is then stopped in that order: asked, given five seconds, killed.
const script = `
while read -r line; do pids=$line; done
for pid in $pids; do
  kill -TERM "$pid" 2>/dev/null || continue
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
done
exit 0`

/**
 * A small shell process beside the supervisor that stops the children when the supervisor is killed outright. Windows
 * needs none: there the children belong to a job that ends with us.
 */
export function startOrphanGuard() {
  if (process.platform === 'win32') return { watch: () => {}, end: () => {} }
  const guard = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  guard.unref()
  return {
    /** The children that live now, in the order in which they are to be stopped. */
    watch: (pids) => guard.stdin.write(`${pids.filter(Boolean).join(' ')}\n`),
    end: () => guard.stdin.end('\n'),
  }
}
