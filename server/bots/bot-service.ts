import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { CreateBotBody } from '../../common/http-contract/bot-contract.ts'
import type { ServerSettings } from '../../common/http-contract/server-settings-contract.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { BotLedger } from './bot-ledger.ts'
import type { NoteMade } from './note-maker.ts'

/**
 * A bot is a user without password and session: it is added to rooms like anybody, and signs in to the broker with a key.
 * It acts only while its maker could, and reaches no further: `narrowScope` says so for each credential.
 */
export type BotService = {
  readonly create: (maker: UserId, wanted: CreateBotBody, note: NoteMade) => Promise<Result<UserRow>>
  /** Oldest first; without those of webhooks. */
  readonly list: (maker: UserId) => Promise<readonly UserRow[]>
  /** One of the maker's own. */
  readonly find: (maker: UserId, bot: UserId) => Promise<Result<UserRow>>
  /** Gone for good, out of every room; its words stay. */
  readonly remove: (maker: UserId, bot: UserId, note: NoteMade) => Promise<Result<void>>
  /** Of somebody who goes. Harmless to repeat. */
  readonly removeAllOf: (
    maker: UserId,
    messages: 'keep' | 'erase',
  ) => Promise<Result<{ readonly bots: number; readonly webhooks: number }>>
  /** For a webhook: no setting and no handle is asked for. */
  readonly createForHook: (maker: UserId, displayName: string) => Promise<Result<UserRow>>
  readonly end: (maker: UserId, bot: UserId, messages: 'keep' | 'erase') => Promise<Result<void>>
  /** Well for a person, and for a bot whose maker may act now. */
  readonly checkMaker: (user: UserId) => Promise<Result<void>>
  /** Of those who are bots. */
  readonly loadMakers: (users: readonly UserId[]) => Promise<ReadonlyMap<UserId, UserId>>
  readonly listOf: BotLedger['listOf']
}

export type BotDependencies = {
  readonly accounts: Pick<UserStore, 'putUser' | 'loadUser' | 'loadUsers'>
  readonly ledger: BotLedger
  readonly loadSettings: () => Promise<Pick<ServerSettings, 'bots'>>
  readonly isAdmin: (user: UserId) => Promise<boolean>
  /** Whether nobody may have that handle, or not yet. */
  readonly isHeld: (handle: string) => Promise<boolean>
  readonly depart: (bot: UserId, messages: 'keep' | 'erase') => Promise<Result<void>>
  readonly now: () => number
}

/** What a crash left between the two writes is nobody's after a minute. */
const halfMadeMs = 60_000

export function buildBotService(deps: BotDependencies): BotService {
  const { accounts, ledger, now } = deps

  async function make(
    maker: UserId,
    wanted: CreateBotBody,
    { hook, note }: { readonly hook: boolean; readonly note?: NoteMade },
  ): Promise<Result<UserRow>> {
    await dropHalfMade(maker)
    const id = buildUserId(randomBytes(idRandomBytes))
    const added = await ledger.add(maker, { bot: id, at: now(), ...(hook ? { hook } : {}) })
    if (!added.ok) return added
    const noted = await note?.('bot.created', { whom: id, detail: { handle: wanted.handle } })
    if (noted?.ok === false) {
      await ledger.drop(maker, id)
      return noted
    }
    const row: UserRow = {
      id,
      handle: wanted.handle,
      displayName: wanted.displayName,
      // No text has this for its hash.
      passwordHash: '',
      admin: false,
      createdAt: now(),
      profile: { botOf: maker },
    }
    const put = await accounts.putUser(row)
    if (put === 'stored') return ok(row)
    await ledger.drop(maker, id)
    return err(appError('handle-taken'))
  }
  async function dropHalfMade(maker: UserId): Promise<void> {
    const made = (await ledger.list(maker)).filter(({ at }) => at < now() - halfMadeMs)
    if (made.length === 0) return
    const there = new Set((await accounts.loadUsers(made.map(({ bot }) => bot))).filter(stands).map(({ id }) => id))
    for (const { bot } of made) if (!there.has(bot)) await ledger.drop(maker, bot)
  }
  const find: BotService['find'] = async (maker, bot) => {
    const mine = (await ledger.list(maker)).find((one) => one.bot === bot && one.hook !== true)
    const row = mine === undefined ? undefined : await accounts.loadUser(bot)
    return row !== undefined && stands(row) ? ok(row) : err(appError('bot-unknown'))
  }
  const end: BotService['end'] = async (maker, bot, messages) => {
    const gone = await deps.depart(bot, messages)
    // The ledger last: until then whoever repeats it finds it.
    return gone.ok ? ledger.drop(maker, bot) : gone
  }

  return {
    create: async (maker, wanted, note) => {
      const { bots } = await deps.loadSettings()
      if (bots === 'admins' && !(await deps.isAdmin(maker))) return err(appError('admin-required'))
      if (await deps.isHeld(wanted.handle)) return err(appError('handle-taken'))
      return make(maker, wanted, { hook: false, note })
    },
    list: async (maker) => {
      const mine = (await ledger.list(maker)).flatMap(({ bot, hook }) => (hook === true ? [] : [bot]))
      const rows = new Map((await accounts.loadUsers(mine)).filter(stands).map((row) => [row.id, row]))
      return mine.flatMap((bot) => rows.get(bot) ?? [])
    },
    find,
    remove: async (maker, bot, note) => {
      const found = await find(maker, bot)
      if (!found.ok) return found
      const noted = await note('bot.removed', { whom: bot })
      return noted.ok ? end(maker, bot, 'keep') : noted
    },
    removeAllOf: async (maker, messages) => {
      const mine = await ledger.list(maker)
      for (const { bot } of mine) {
        const gone = await end(maker, bot, messages)
        if (!gone.ok) return gone
      }
      const webhooks = mine.filter(({ hook }) => hook === true).length
      return ok({ bots: mine.length - webhooks, webhooks })
    },
    createForHook: (maker, displayName) => {
      const handle = `hook-${buildUserId(randomBytes(idRandomBytes))}`
      return make(maker, { handle, displayName }, { hook: true })
    },
    end,
    checkMaker: async (user) => {
      const maker = (await accounts.loadUser(user))?.profile?.botOf
      if (maker === undefined) return ok(undefined)
      const row = await accounts.loadUser(maker)
      if (row === undefined || !stands(row)) return err(appError('session-ended'))
      return row.suspendedAt === undefined ? ok(undefined) : err(appError('account-suspended'))
    },
    loadMakers: async (users) =>
      new Map(
        (await accounts.loadUsers(users)).flatMap(({ id, profile }) =>
          profile?.botOf === undefined ? [] : [[id, profile.botOf] as const],
        ),
      ),
    listOf: ledger.listOf,
  }
}

function stands({ profile }: UserRow): boolean {
  return profile?.deletedAt === undefined
}
