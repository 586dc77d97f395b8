import type { EngineState } from '../../engine-contract.ts'

/** The text of a SharedWorker that shows one state and takes every command, in place of the engine. */
export function fixtureWorker(state: EngineState): string {
  return `
const state = ${JSON.stringify(state)}
const devices = [
  { id: '1'.repeat(16), name: 'Firefox on Linux', createdAt: Date.now() - 9e8, lastSeenAt: Date.now(), current: true },
  { id: '2'.repeat(16), name: 'Natter on macOS', createdAt: Date.now() - 9e9, lastSeenAt: Date.now() - 3e8, current: false },
]
const people = {
  ana: { id: 'ana'.padEnd(16, '0'), handle: 'ana', displayName: 'Ana Lindqvist' },
  long: { id: 'long'.padEnd(16, '0'), handle: 'long', displayName: 'W'.repeat(64) },
}
const answers = { 'list-devices': () => devices, 'find-user': (command) => people[command.handle] ?? null }
globalThis.onconnect = ({ ports: [port] }) => {
  const prepared = {}
  new BroadcastChannel('fixture').onmessage = ({ data }) => {
    if (data.answerTo === undefined) port.postMessage({ kind: 'patch', patch: data })
    else prepared[data.answerTo] = data
  }
  port.onmessage = ({ data }) => {
    if (data.kind === 'hello') port.postMessage({ kind: 'state', state })
    if (data.kind !== 'command') return
    new BroadcastChannel('asked').postMessage(data.command)
    const ready = prepared[data.command.kind]
    if (ready) port.postMessage({ kind: 'patch', patch: ready.patch })
    const value = ready ? ready.value : answers[data.command.kind]?.(data.command) ?? null
    port.postMessage({ kind: 'answer', call: data.call, result: { ok: true, value } })
  }
}
`
}
