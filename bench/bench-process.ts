import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'

/** Two free ports, then nats-server on the configuration that `writeConfig` writes for them. */
export async function startBroker(
  writeConfig: (ports: readonly [number, number]) => string,
): Promise<{ readonly child: ChildProcess; readonly ports: readonly [number, number] }> {
  const binary = process.env.NATTER_NATS_SERVER
  if (binary === undefined) throw new Error('NATTER_NATS_SERVER names no nats-server; npm run bench finds one.')
  const ports = [await findPort(), await findPort()] as const
  const child = spawn(binary, ['-c', writeConfig(ports)], { stdio: 'ignore' })
  for (const port of ports) await waitForPort(port, child)
  return { child, ports }
}

export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

export async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended at once with ${child.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error(`${child.spawnfile} did not listen on ${port} within 20 s`)
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Resident memory in bytes; undefined where the system has no /proc. */
export function residentBytes(pid: number): number | undefined {
  try {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return line?.[1] === undefined ? undefined : Number(line[1]) * 1_024
  } catch {
    return undefined
  }
}
