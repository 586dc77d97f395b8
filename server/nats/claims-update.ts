import { createInbox, type NatsConnection } from 'nats'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { PublicNkey } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildNodeMemory, type NodeMemory, openNodeRoll } from './node-roll.ts'

/** What the servers of the broker answered, and who of those we know did not. */
export type Heard<T> = { readonly said: readonly T[]; readonly missing: readonly string[] }

/** How claims get into the broker and what stands there, over the system account. */
export type ClaimsUpdate = {
  /**
   * Resolves well once every server that answers has taken this JWT as its account's claims, and names those that do not
   * answer. An error: a server refused it, or none is there.
   */
  readonly putClaims: (jwt: string) => Promise<Result<Heard<never>>>
  /** What each server holds for the account: one JWT a server. */
  readonly loadClaims: (account: string) => Promise<Result<Heard<string>>>
  /**
   * Closes the connections of these keys, and answers those of which one is left, or may be: a server that we know and
   * that says nothing has whatever it had.
   */
  readonly closeConnections: (account: string, publicKeys: readonly PublicNkey[]) => Promise<ReadonlySet<PublicNkey>>
}

const answerWithinMs = 2_000
/** How long the roll of servers is trusted. One that joins meanwhile takes the claims from its neighbours. */
const rollLifeMs = 10_000
/** After the last answer to a roll call: how long to listen for one more server. */
const rollQuietMs = 150
/** A revoked connection is closed beside the answer to the update. */
const closedWithinMs = 1_000

const serverSchema = z.object({ name: z.string() })
const updateAnswerSchema = z.object({
  server: serverSchema,
  data: z.object({ code: z.number() }).nullish(),
  error: z.object({ description: z.string() }).nullish(),
})
const connectionsSchema = z.object({
  server: z.object({ id: z.string(), name: z.string() }),
  data: z.object({ connections: z.array(z.object({ cid: z.number() })).nullish() }),
})

export function buildClaimsUpdate(system: NatsConnection, memory: NodeMemory = buildNodeMemory()): ClaimsUpdate {
  const nodes = openNodeRoll(system, memory)
  let roll: { readonly servers: ReadonlySet<string>; readonly at: number } = { servers: new Set(), at: 0 }
  /** The names of those that answer. */
  const callRoll = async (): Promise<ReadonlySet<string>> => {
    if (roll.servers.size > 0 && Date.now() - roll.at < rollLifeMs) return roll.servers
    const servers = new Set<string>()
    await gather(system, { subject: '$SYS.REQ.SERVER.PING.IDZ', quietMs: rollQuietMs }, (text) => {
      const known = serverSchema.safeParse(parseJson(text))
      if (known.success) servers.add(known.data.name)
      return false
    })
    roll = { servers, at: Date.now() }
    await nodes.onAnswered(servers)
    return servers
  }
  /** Whoever did not answer although it answered the roll is missing from the next one on. */
  const listen = async <T>(answered: ReadonlySet<string>, said: readonly T[]): Promise<Result<Heard<T>>> => {
    const servers = [...roll.servers]
    if (servers.some((name) => !answered.has(name))) roll = { servers: new Set(), at: 0 }
    if (answered.size === 0) return err(appError('nats-unavailable', { cause: { servers: servers.length } }))
    return ok({ said, missing: await nodes.loadMissing(answered) })
  }
  return {
    putClaims: (jwt) =>
      guarded(async () => {
        // The library keeps what is published while it reconnects and says it later: claims would come when newer ones
        // stand already. So nothing is said before the broker answers.
        if (!(await isAnswering(system))) return err(appError('nats-unavailable'))
        const servers = await callRoll()
        const taken = new Set<string>()
        let refused: string | undefined
        await gather(system, { subject: '$SYS.REQ.CLAIMS.UPDATE', payload: jwt }, (text) => {
          const answer = updateAnswerSchema.safeParse(parseJson(text))
          if (!answer.success) return false
          if (answer.data.data?.code === 200) taken.add(answer.data.server.name)
          else refused = answer.data.error?.description ?? text
          return (servers.size > 0 && [...servers].every((name) => taken.has(name))) || refused !== undefined
        })
        if (refused !== undefined) return err(appError('nats-unavailable', { cause: { refused } }))
        return await listen<never>(taken, [])
      }),
    loadClaims: (account) =>
      guarded(async () => {
        const servers = await callRoll()
        const found: string[] = []
        // An answer is the bare JWT and does not say whose it is. So all have answered, or nobody knows who has not.
        await gather(system, { subject: `$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP` }, (text) => {
          found.push(text)
          return found.length === servers.size
        })
        return await listen(found.length < servers.size ? new Set<string>() : servers, found)
      }),
    closeConnections: async (account, publicKeys) => {
      let left = new Set(publicKeys)
      for (const deadline = Date.now() + closedWithinMs; ; ) {
        const servers = await callRoll()
        const asked = [...left]
        const found = await Promise.all(asked.map((user) => findConnections(system, { account, user, servers })))
        const answered = new Set(servers)
        for (const one of found) for (const name of servers) if (!one.answered.has(name)) answered.delete(name)
        // Its silence may be new: the next to ask calls the roll again, and misses it there.
        if (answered.size < servers.size) roll = { servers: new Set(), at: 0 }
        const isHeardByAll = answered.size > 0 && (await nodes.loadMissing(answered)).length === 0
        const isGone = (at: number) => isHeardByAll && found[at]?.places.length === 0
        left = new Set(asked.filter((_, at) => !isGone(at)))
        for (const { server, cid } of found.flatMap(({ places }) => places)) {
          // The broker passes over a kick that asks for no answer (tried on 2.15.1).
          system.publish(`$SYS.REQ.SERVER.${server}.KICK`, JSON.stringify({ cid }), { reply: createInbox() })
        }
        if (left.size === 0 || Date.now() > deadline) return left
        await new Promise((next) => setTimeout(next, 50))
      }
    },
  }
}

/** Faults of the store are the caller's, like everywhere; whatever else goes wrong here is the broker. */
async function guarded<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'StoreUnavailableError') throw cause
    return err(appError('nats-unavailable', { cause }))
  }
}

async function findConnections(
  system: NatsConnection,
  want: { readonly account: string; readonly user: PublicNkey; readonly servers: ReadonlySet<string> },
): Promise<{
  readonly places: readonly { readonly server: string; readonly cid: number }[]
  readonly answered: ReadonlySet<string>
}> {
  const places: { readonly server: string; readonly cid: number }[] = []
  const answered = new Set<string>()
  const payload = JSON.stringify({ acc: want.account, user: want.user, limit: 64 })
  await gather(system, { subject: '$SYS.REQ.SERVER.PING.CONNZ', payload }, (text) => {
    const answer = connectionsSchema.safeParse(parseJson(text))
    if (!answer.success) return false
    const { server, data } = answer.data
    answered.add(server.name)
    for (const { cid } of data.connections ?? []) places.push({ server: server.id, cid })
    return [...want.servers].every((name) => answered.has(name))
  })
  return { places, answered }
}

type Question = { readonly subject: string; readonly payload?: string; readonly quietMs?: number }

/** Asks all servers; ends when `onAnswer` says it has enough, when it stays quiet for `quietMs`, or after two seconds. */
async function gather(
  system: NatsConnection,
  { subject, payload = '', quietMs = answerWithinMs }: Question,
  onAnswer: (text: string) => boolean,
): Promise<void> {
  const reply = createInbox()
  const subscription = system.subscribe(reply)
  let quiet = setTimeout(() => subscription.unsubscribe(), answerWithinMs)
  const deadline = setTimeout(() => subscription.unsubscribe(), answerWithinMs)
  try {
    system.publish(subject, payload, { reply })
    for await (const answer of subscription) {
      if (onAnswer(answer.string())) break
      clearTimeout(quiet)
      quiet = setTimeout(() => subscription.unsubscribe(), quietMs)
    }
  } finally {
    clearTimeout(quiet)
    clearTimeout(deadline)
    subscription.unsubscribe()
  }
}

async function isAnswering(system: NatsConnection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((answer) => {
    timer = setTimeout(() => answer(false), answerWithinMs)
  })
  const answered = system.flush().then(
    () => true,
    () => false,
  )
  return Promise.race([answered, late]).finally(() => clearTimeout(timer))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
