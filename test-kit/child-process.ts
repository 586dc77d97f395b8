import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

/** Ends a child and waits until it is gone. Nothing happens where it has ended before. */
export async function endChild(child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Whether something accepts connections on a port of this machine. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      answer(true)
    })
    socket.once('error', () => answer(false))
  })
}

/** Waits until a child accepts connections on a port; throws where it ends before, or takes longer than `withinMs`. */
export async function untilAccepts(port: number, child: ChildProcess, withinMs = 20_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await accepts(port)); ) {
    const how = child.signalCode ?? child.exitCode
    if (how !== null) throw new Error(`${child.spawnfile} ended with ${how} before it listened on ${port}`)
    if (Date.now() > deadline) {
      await endChild(child)
      throw new Error(`${child.spawnfile} did not listen on ${port} within ${withinMs} ms`)
    }
    await new Promise((next) => setTimeout(next, 20))
  }
}
