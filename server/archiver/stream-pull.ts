import { AckPolicy, type ConsumerConfig } from '@nats-io/jetstream'
import { createInbox, type Msg, type MsgHdrs, nanos } from 'nats'
import type { Broker } from './archiver-ports.ts'
import { type Delivery, parseDelivery } from './delivery-subject.ts'

/** A message of a stream. `headers` throws where a sender wrote names that are not in order (tried): `readHeaders`. */
export type PulledMessage = {
  readonly subject: string
  readonly data: Uint8Array
  readonly headers?: MsgHdrs
  readonly delivery: Delivery
}

/**
 * Brings what a stream holds, in order, and holds little of it: a client may make each message a megabyte, so a bound by
 * count would be none. The library bounds its prefetch by count, or by bytes and then waits four seconds wherever a
 * message does not fit into the rest of a request (tried on 3.4.0); hence this, which asks for bytes and count, one
 * request at a time, and only while there is room.
 */
export type StreamPull = {
  /**
   * What has come: at most `messages`, and `bytes` unless the first alone is larger. With nothing there it waits up to
   * `idleMs` and may return nothing; with something there it waits `lingerMs` for more, so that a write carries many.
   * Rejects once the pull has failed: messages missing, the consumer gone, a broker that says nothing.
   */
  readonly take: (want: Want) => Promise<PulledMessage[]>
  readonly size: () => number
  readonly heldBytes: () => number
  readonly stop: () => void
}

export type Want = {
  readonly messages: number
  readonly bytes: number
  readonly lingerMs: number
  readonly idleMs: number
}

/** The broker sends no message larger than what is asked for; ours are 1 MB and some headers at most. */
export const requestBytes = 2 * 2 ** 20
/** With this much waiting nothing more is asked for, so at most `waitingBytes + requestBytes` are held. */
export const waitingBytes = 2 * 2 ** 20
const requestMessages = 1_000
const expiresMs = 10_000
const heartbeatMs = 2_000
const silentMs = 3 * heartbeatMs
const inactiveMs = 30_000

export async function openStreamPull(
  { backbone, manager }: Pick<Broker, 'backbone' | 'manager'>,
  stream: string,
  from: Partial<Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq'>> = {},
): Promise<StreamPull> {
  // No name of ours: it would meet the consumer of the run before, which lives on for a while.
  const { name } = await manager.consumers.add(stream, {
    ...from,
    ack_policy: AckPolicy.None,
    inactive_threshold: nanos(inactiveMs),
    mem_storage: true,
    num_replicas: 1,
  })
  const inbox = createInbox()
  let waiting: PulledMessage[] = []
  let bytes = 0
  /** Of the request that is out; 0: none is. */
  let left = 0
  let deliveredSeq = 0
  let heardAt = Date.now()
  let failed: Error | undefined
  let wake: (() => void) | undefined

  const fail = (fault: Error) => {
    failed ??= fault
    clearInterval(listening)
    subscription.unsubscribe()
    wake?.()
  }
  const ask = () => {
    if (failed !== undefined || left > 0 || bytes >= waitingBytes || waiting.length >= requestMessages) return
    left = requestMessages
    heardAt = Date.now()
    const request = {
      batch: requestMessages,
      max_bytes: requestBytes,
      expires: nanos(expiresMs),
      idle_heartbeat: nanos(heartbeatMs),
    }
    backbone.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${name}`, JSON.stringify(request), { reply: inbox })
  }
  const onStatus = (message: Msg) => {
    const { code = 0, description = '' } = message.headers ?? {}
    if (code === 100) return
    // The request is over: nothing there, its time is out, or the next message is larger than what is left of it.
    left = 0
    const isOver = code === 404 || code === 408 || (code === 409 && /max ?bytes|batch completed/i.test(description))
    if (isOver) ask()
    else fail(new Error(`the consumer ended: ${code} ${description}`))
  }
  const onMessage = (message: Msg) => {
    const delivery = parseDelivery(message.reply)
    if (delivery === undefined || delivery.deliverySeq !== deliveredSeq + 1) {
      return fail(new Error('a message of the stream went missing on its way'))
    }
    deliveredSeq = delivery.deliverySeq
    const { subject, data } = message
    waiting.push({
      subject,
      data,
      delivery,
      get headers() {
        return message.headers
      },
    } as PulledMessage)
    bytes += sizeOf(message)
    left--
    wake?.()
    ask()
  }
  const subscription = backbone.subscribe(inbox, {
    callback: (fault, message) => {
      heardAt = Date.now()
      if (fault !== null) fail(fault)
      // Only a message of the stream has another subject than the one that was subscribed; whatever headers it carries.
      else if (message.subject === inbox) onStatus(message)
      else onMessage(message)
    },
  })
  const listening = setInterval(() => {
    // Asked here: a pull that waited for the end of the connection would be held by it until then.
    if (backbone.isClosed()) fail(new Error('the connection is closed'))
    if (left > 0 && Date.now() - heardAt > silentMs) fail(new Error('the broker says nothing'))
  }, heartbeatMs)
  ask()

  /** Until there are `messages` or `bytes`, the pull fails, or the time is over. */
  const waitFor = (want: Pick<Want, 'messages' | 'bytes'>, withinMs: number) =>
    new Promise<void>((go) => {
      const done = () => {
        clearTimeout(timer)
        wake = undefined
        go()
      }
      const timer = setTimeout(done, withinMs)
      wake = () => {
        if (waiting.length >= want.messages || bytes >= want.bytes || failed !== undefined) done()
      }
      wake()
    })

  return {
    take: async (want) => {
      if (waiting.length === 0) await waitFor({ messages: 1, bytes: 1 }, want.idleMs)
      if (waiting.length === 0) {
        if (failed !== undefined) throw failed
        return []
      }
      // Where nothing more is asked for, nothing more comes: to wait for it would only be slow.
      await waitFor({ messages: want.messages, bytes: Math.min(want.bytes, waitingBytes) }, want.lingerMs)
      const count = countFitting(waiting, want)
      const taken = waiting.slice(0, count)
      waiting = waiting.slice(count)
      for (const message of taken) bytes -= sizeOf(message)
      ask()
      return taken
    },
    size: () => waiting.length,
    heldBytes: () => bytes,
    stop: () => fail(new Error('stopped')),
  }
}

function countFitting(waiting: readonly PulledMessage[], want: Want): number {
  let bytes = 0
  let count = 0
  for (const message of waiting) {
    bytes += sizeOf(message)
    if (count === want.messages || (count > 0 && bytes > want.bytes)) break
    count++
  }
  return count
}

/** What the broker counts, near enough: a subject and a few hundred bytes of headers come with each. */
function sizeOf({ data, subject }: Pick<PulledMessage, 'data' | 'subject'>): number {
  return data.byteLength + subject.length + 256
}
