import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** `hook`: it speaks for an incoming webhook, and is nobody's to sign in with. */
const madeBotSchema = z.object({ bot: userIdSchema, at: z.int(), hook: z.boolean().optional() })
export type MadeBot = z.output<typeof madeBotSchema>
const ledgerSchema = z.object({ bots: z.array(madeBotSchema) })

/** Which bots somebody has made: one record a maker, so that the limit holds in a race. */
export type BotLedger = {
  /** Oldest first. */
  readonly list: (maker: UserId) => Promise<readonly MadeBot[]>
  /** Of all of them, hooks too. */
  readonly listOf: (makers: readonly UserId[]) => Promise<readonly UserId[]>
  readonly add: (maker: UserId, bot: MadeBot) => Promise<Result<void>>
  readonly drop: (maker: UserId, bot: UserId) => Promise<Result<void>>
}

export const mostBots = 10
/** A room's own limit is what keeps them few. */
const mostHooks = 100

export function buildBotLedger(records: RecordStore, now: () => number): BotLedger {
  const book = buildRecordBook(records, 'bots', ledgerSchema, now)
  const list = async (maker: UserId) => (await book.load(maker))?.detail.bots ?? []
  return {
    list,
    listOf: async (makers) => (await Promise.all(makers.map(list))).flat().map(({ bot }) => bot),
    add: async (maker, bot) => {
      const added = await book.change(maker, (before) => {
        const bots = before?.detail.bots ?? []
        const alike = bots.filter(({ hook = false }) => hook === (bot.hook ?? false))
        if (alike.length >= (bot.hook === true ? mostHooks : mostBots)) return err(appError('bots-too-many'))
        return ok({ detail: { bots: [...bots, bot] }, owners: [maker] })
      })
      return added.ok ? ok(undefined) : added
    },
    drop: async (maker, bot) => {
      const dropped = await book.change(maker, (before) => {
        const bots = before?.detail.bots ?? []
        const rest = bots.filter((one) => one.bot !== bot)
        if (rest.length === bots.length) return ok(undefined)
        return ok(rest.length === 0 ? 'remove' : { detail: { bots: rest }, owners: [maker] })
      })
      return dropped.ok ? ok(undefined) : dropped
    },
  }
}
