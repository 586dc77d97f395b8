import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Store, StoreUnavailableError } from '../store-port.ts'
import { type RowTable, readRowTable } from './row-table.ts'
import { openSqliteStore } from './sqlite-store.ts'

export type StoreCall = {
  readonly id: number
  readonly domain: string
  readonly method: string
  readonly args: readonly unknown[]
  /** The answer is a list of flat rows, and may be long. */
  readonly asTable: boolean
}
export type StoreReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly table: RowTable }
  | { readonly id: number; readonly fault: unknown; readonly isUnavailable: boolean }

type Lane = 'archive' | 'people' | 'lists' | 'search'
type Domain = Exclude<keyof Store, 'kind' | 'ping' | 'close'>

/**
 * Which thread does what. A batch of the archiver takes tens of milliseconds and a sync of a thousand rooms as long: each
 * has a thread of its own, and whoever signs in or makes a room waits for neither.
 */
const lanes: Readonly<Record<Domain, Lane>> = {
  archive: 'archive',
  receipts: 'archive',
  threads: 'lists',
  saved: 'lists',
  inbox: 'lists',
  leases: 'archive',
  shards: 'archive',
  accounts: 'people',
  devices: 'people',
  refreshTokens: 'people',
  rooms: 'people',
  changes: 'people',
  credentials: 'people',
  cuts: 'people',
  penalties: 'people',
  records: 'people',
  audit: 'people',
  figures: 'lists',
  // It writes most, and does not get in its own way.
  upkeep: 'archive',
  history: 'lists',
  sync: 'lists',
  // Filled and asked in turns: a search waits for a batch at most, and nothing else for a search.
  search: 'search',
}

/** One row by its key, or the few of the shards, some microseconds, asked for at each call: cheaper here than a message to another thread and back. */
const readHere: ReadonlySet<string> = new Set([
  'accounts.loadUser',
  'devices.loadDevice',
  'rooms.loadRoom',
  'shards.loadShard',
  'shards.loadPlaces',
  'archive.loadPosition',
  'search.loadPlaces',
])

const asTable: ReadonlySet<string> = new Set(['sync.loadListedRooms', 'sync.loadRoomMarks'])

/**
 * The embedded store, its work in threads beside this one. Readers never wait for a writer (WAL), so each thread has its
 * own connection; what was written is read by whoever asks afterwards, in whichever thread.
 * @param workerFile the built `sqlite-worker-main.js`
 */
export async function openSqliteWorkers(path: string, workerFile: string | URL): Promise<Store> {
  const here = await openSqliteStore(path)
  const starting = await Promise.allSettled(
    [...new Set(Object.values(lanes))].map(async (lane) => [lane, await startThread(workerFile, path)] as const),
  )
  const threads = new Map(starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
  const failed = starting.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    await Promise.all([...threads.values()].map((thread) => thread.close()))
    await here.close()
    throw failed.reason
  }
  const domains = Object.entries(lanes).map(([domain, lane]) => {
    const methods = Object.entries(here[domain as Domain]).map(([method, local]) => {
      if (readHere.has(`${domain}.${method}`)) return [method, local]
      return [method, (...args: readonly unknown[]) => threads.get(lane)?.call(domain, method, args)]
    })
    return [domain, Object.fromEntries(methods)]
  })
  return {
    ...(Object.fromEntries(domains) as Pick<Store, Domain>),
    kind: 'sqlite',
    ping: here.ping,
    close: async () => {
      await Promise.all([...threads.values()].map((thread) => thread.close()))
      await here.close()
    },
  }
}

type StoreThread = {
  readonly call: (domain: string, method: string, args: readonly unknown[]) => Promise<unknown>
  /** What was asked for before is answered first. */
  readonly close: () => Promise<void>
}

type Waiting = { readonly done: (value: unknown) => void; readonly failed: (fault: unknown) => void }

async function startThread(workerFile: string | URL, path: string): Promise<StoreThread> {
  const waiting = new Map<number, Waiting>()
  let [nextId, isClosed] = [1, false]
  const open = async (): Promise<Worker> => {
    const worker = new Worker(workerFile, { workerData: path })
    await Promise.race([once(worker, 'message'), endOf(worker)])
    worker.on('message', (reply: StoreReply) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('value' in reply) asked?.done(reply.value)
      else if ('table' in reply) asked?.done(readRowTable(reply.table))
      else
        asked?.failed(reply.isUnavailable ? new StoreUnavailableError('SQLite', { cause: reply.fault }) : reply.fault)
    })
    // What it was doing is not known: the caller tries again, and every write may come again.
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      for (const { failed } of waiting.values()) failed(new StoreUnavailableError('a thread of the store ended'))
      waiting.clear()
      running = undefined
    })
    return worker
  }
  let running: Promise<Worker> | undefined
  /** One that cannot be opened now is opened by whoever calls next. */
  const ensureOpen = (): Promise<Worker> => {
    running ??= open().catch((cause: unknown) => {
      running = undefined
      throw new StoreUnavailableError('cannot open', { cause })
    })
    return running
  }
  await ensureOpen()
  return {
    call: async (domain, method, args) => {
      if (isClosed) throw new StoreUnavailableError('the store is closed')
      const worker = await ensureOpen()
      return new Promise((done, failed) => {
        const id = nextId++
        // Throws where something cannot go over to the thread: then nobody waits, and only this call fails.
        worker.postMessage({
          id,
          domain,
          method,
          args,
          asTable: asTable.has(`${domain}.${method}`),
        } satisfies StoreCall)
        waiting.set(id, { done, failed })
      })
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      const worker = await running?.catch(() => undefined)
      if (worker === undefined) return
      const ended = once(worker, 'exit')
      worker.postMessage('close')
      await ended
    },
  }
}

async function endOf(worker: Worker): Promise<never> {
  await once(worker, 'exit')
  throw new Error('a thread of the store ended as it began')
}
