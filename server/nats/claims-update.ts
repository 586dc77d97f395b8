import { createInbox, type NatsConnection } from 'nats'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'

/** How claims get into the broker and what stands there, over the system account. */
export type ClaimsUpdate = {
  /** Resolves well once every server of the cluster has taken this JWT as its account's claims. */
  readonly putClaims: (jwt: string) => Promise<Result<void>>
  /** What each server holds for the account: one JWT a server. */
  readonly loadClaims: (account: string) => Promise<Result<readonly string[]>>
}

const answerWithinMs = 2_000
/** How long the roll of servers is trusted. One that joins meanwhile takes the claims from its neighbours. */
const rollLifeMs = 10_000
/** After the last answer to a roll call: how long to listen for one more server. */
const rollQuietMs = 150

const serverSchema = z.object({ id: z.string() })
const updateAnswerSchema = z.object({
  server: serverSchema,
  data: z.object({ code: z.number() }).nullish(),
  error: z.object({ description: z.string() }).nullish(),
})

export function buildClaimsUpdate(system: NatsConnection): ClaimsUpdate {
  let roll: { readonly servers: ReadonlySet<string>; readonly at: number } = { servers: new Set(), at: 0 }
  const callRoll = async (): Promise<ReadonlySet<string>> => {
    if (roll.servers.size > 0 && Date.now() - roll.at < rollLifeMs) return roll.servers
    const servers = new Set<string>()
    await gather(system, { subject: '$SYS.REQ.SERVER.PING.IDZ', quietMs: rollQuietMs }, (text) => {
      const known = serverSchema.safeParse(parseJson(text))
      if (known.success) servers.add(known.data.id)
      return false
    })
    roll = { servers, at: Date.now() }
    return servers
  }
  return {
    putClaims: async (jwt) => {
      try {
        // The library keeps what is published while it reconnects and says it later: claims would come when newer ones
        // stand already. So nothing is said before the broker answers.
        if (!(await isAnswering(system))) return err(appError('nats-unavailable'))
        const servers = await callRoll()
        const missing = new Set(servers)
        let refused: string | undefined
        await gather(system, { subject: '$SYS.REQ.CLAIMS.UPDATE', payload: jwt }, (text) => {
          const answer = updateAnswerSchema.safeParse(parseJson(text))
          if (!answer.success) return false
          if (answer.data.data?.code === 200) missing.delete(answer.data.server.id)
          else refused = answer.data.error?.description ?? text
          return missing.size === 0 || refused !== undefined
        })
        if (refused === undefined && servers.size > 0 && missing.size === 0) return ok(undefined)
        roll = { servers: new Set(), at: 0 }
        return err(appError('nats-unavailable', { cause: { refused, missing: [...missing], servers: servers.size } }))
      } catch (cause) {
        return err(appError('nats-unavailable', { cause }))
      }
    },
    loadClaims: async (account) => {
      try {
        const servers = await callRoll()
        const found: string[] = []
        await gather(system, { subject: `$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP` }, (text) => {
          found.push(text)
          return found.length === servers.size
        })
        if (found.length > 0 && found.length === servers.size) return ok(found)
        roll = { servers: new Set(), at: 0 }
        return err(appError('nats-unavailable', { cause: { answers: found.length, servers: servers.size } }))
      } catch (cause) {
        return err(appError('nats-unavailable', { cause }))
      }
    },
  }
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
