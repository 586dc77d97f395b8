import { parentPort, workerData } from 'node:worker_threads'
import { StoreUnavailableError } from '../store-port.ts'
import { buildRowTable } from './row-table.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { StoreCall, StoreReply } from './sqlite-workers.ts'

/** A thread with a connection of its own: takes calls one after the other, and says what came of each. */
const port = parentPort
if (port === null) throw new Error('this runs as a worker of the server')

type Domains = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>>>

const store = await openSqliteStore(String(workerData))
const domains = store as unknown as Domains

async function answer({ id, domain, method, args, asTable }: StoreCall): Promise<StoreReply> {
  try {
    const call = domains[domain]?.[method]
    if (call === undefined) throw new Error(`the store has no ${domain}.${method}`)
    const value = await call(...args)
    return asTable ? { id, table: buildRowTable(value as Parameters<typeof buildRowTable>[0]) } : { id, value }
  } catch (fault) {
    return { id, fault, isUnavailable: fault instanceof StoreUnavailableError }
  }
}

/** What cannot go over must not end the thread, and all that wait for it. */
function say(reply: StoreReply): void {
  try {
    port?.postMessage(reply)
  } catch (cause) {
    const fault = new Error(`an answer of the store cannot leave its thread: ${String(cause)}`)
    port?.postMessage({ id: reply.id, fault, isUnavailable: false } satisfies StoreReply)
  }
}

port.on('message', (call: StoreCall | 'close') => {
  if (call !== 'close') return void answer(call).then(say)
  void store.close().then(() => port.close())
})
port.postMessage('open')
