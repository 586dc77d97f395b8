import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { untilAccepts } from '../test-kit/child-process.ts'
import { findFreePort } from '../test-kit/free-port.ts'

/** Two free ports, then nats-server on the configuration that `writeConfig` writes for them. */
export async function startBroker(
  writeConfig: (ports: readonly [number, number]) => string,
): Promise<{ readonly child: ChildProcess; readonly ports: readonly [number, number] }> {
  const binary = process.env.NATTER_NATS_SERVER
  if (binary === undefined) throw new Error('NATTER_NATS_SERVER names no nats-server; npm run bench finds one.')
  const ports = [await findFreePort(), await findFreePort()] as const
  const child = spawn(binary, ['-c', writeConfig(ports)], { stdio: 'ignore' })
  for (const port of ports) await untilAccepts(port, child)
  return { child, ports }
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

/** Milliseconds of processor time that a process had so far, in all its threads; to a hundredth of a second. */
export function processorMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return undefined
  }
}

/** Linux counts it so on every machine that Node runs on. */
const tickMs = 10
