import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { createInbox, errors, type Msg, type NatsConnection } from 'nats'
import { z } from 'zod'

// Streams as the broker itself writes them down (JetStream's snapshot API): consistent while people write, and with the
// sequences and times that the archive knows them by. Faults throw: whoever saves or restores stops and says why.

/** What the broker says of a snapshot, to be handed back to it whole when it is put back. */
export type SnapshotHead = {
  readonly config: unknown
  readonly state: { readonly first_seq: number; readonly last_seq: number }
}

const headSchema = z.object({
  config: z.record(z.string(), z.unknown()),
  state: z.looseObject({ first_seq: z.number(), last_seq: z.number() }),
})
const faultSchema = z.object({ error: z.object({ description: z.string() }) })
const restoreSchema = z.object({ deliver_subject: z.string() })
/** Under the broker's `max_payload`. */
const chunkBytes = 32 * 1_024
const answerWithinMs = 30_000
const heardWithinMs = 5_000

/** The names of all that is on disk; what is in memory goes with the broker anyway. */
export async function listStoredStreams(backbone: NatsConnection): Promise<readonly string[]> {
  return [...(await loadStoredEnds(backbone)).keys()].sort()
}

/** The last sequence of each of them. */
export async function loadStoredEnds(backbone: NatsConnection): Promise<ReadonlyMap<string, number>> {
  const manager = await jetstreamManager(backbone)
  const ends = new Map<string, number>()
  for await (const { config, state } of manager.streams.list()) {
    if (config.storage === 'file') ends.set(config.name, state.last_seq)
  }
  return ends
}

export async function saveStream(backbone: NatsConnection, name: string, to: Writable): Promise<SnapshotHead> {
  const inbox = createInbox()
  const chunks = backbone.subscribe(inbox)
  try {
    const wish = { deliver_subject: inbox, no_consumers: true, chunk_size: chunkBytes, jsck: true }
    const head = headSchema.parse(await ask(backbone, `$JS.API.STREAM.SNAPSHOT.${name}`, wish))
    let silence = armSilence(chunks)
    let isWhole = false
    for await (const chunk of chunks) {
      clearTimeout(silence)
      if (chunk.data.length === 0) {
        const code = chunk.headers?.code ?? 0
        // The end comes without a body, and with a status where it is no good end.
        if (code >= 300) throw new Error(`the snapshot of ${name} broke off: ${chunk.headers?.description ?? code}`)
        isWhole = true
        break
      }
      if (!to.write(chunk.data)) await once(to, 'drain')
      // The broker sends a window of them and goes on with each that is acknowledged.
      chunk.respond()
      silence = armSilence(chunks)
    }
    clearTimeout(silence)
    if (!isWhole) throw new Error(`the snapshot of ${name} broke off: the broker fell silent`)
    return head
  } finally {
    chunks.unsubscribe()
  }
}

/** Puts a stream back that is not there. Answers the last sequence it then has. */
export async function restoreStream(
  backbone: NatsConnection,
  name: string,
  head: SnapshotHead,
  from: Readable,
): Promise<number> {
  const { deliver_subject: to } = restoreSchema.parse(await ask(backbone, `$JS.API.STREAM.RESTORE.${name}`, head))
  const send = async (data: Uint8Array) => {
    const answer = await requestHeard(backbone, to, data)
    const fault = answer.data.length === 0 ? undefined : faultSchema.safeParse(answer.json()).data
    if (fault !== undefined) throw new Error(`${name} cannot be put back: ${fault.error.description}`)
    return answer
  }
  for await (const part of from) {
    const bytes: Uint8Array = part
    for (let at = 0; at < bytes.length; at += chunkBytes) await send(bytes.subarray(at, at + chunkBytes))
  }
  // Nothing says that this was all.
  const done = await send(new Uint8Array())
  return headSchema.parse(done.json()).state.last_seq
}

/**
 * In a cluster the node that takes a stream in may say where before all others know that it listens there; what nobody
 * heard was taken in by nobody and is said again.
 */
async function requestHeard(backbone: NatsConnection, to: string, data: Uint8Array): Promise<Msg> {
  const untilAt = Date.now() + heardWithinMs
  for (;;) {
    try {
      return await backbone.request(to, data, { timeout: answerWithinMs })
    } catch (cause) {
      const isUnheard = cause instanceof errors.RequestError && cause.isNoResponders()
      if (!isUnheard || Date.now() > untilAt) throw cause
      await delay(50)
    }
  }
}

async function ask(backbone: NatsConnection, subject: string, body: unknown): Promise<unknown> {
  const answer = (await backbone.request(subject, JSON.stringify(body), { timeout: answerWithinMs })).json()
  const fault = faultSchema.safeParse(answer)
  if (fault.success) throw new Error(`${subject}: ${fault.data.error.description}`)
  return answer
}

function armSilence(chunks: { unsubscribe: () => void }): NodeJS.Timeout {
  return setTimeout(() => chunks.unsubscribe(), answerWithinMs)
}
