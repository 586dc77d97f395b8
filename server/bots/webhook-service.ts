import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { isLeader } from '../../common/credential-scope.ts'
import type { HookBody, MadeWebhook, Webhook } from '../../common/http-contract/webhook-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import {
  buildEventId,
  buildUserId,
  eventIdRandomBytes,
  idCharacters,
  idRandomBytes,
  type RoomId,
  type UserId,
} from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { messageTextSchema } from '../../common/well-formed-text.ts'
import type { MemberEvent } from '../../common/wire-event.ts'
import { lesserReach, type RoomReach } from '../reach/room-reach.ts'
import { createSecret, digestOfSecret, isSecretOf } from '../secrets/secret-digest.ts'
import type { ArchiveStore } from '../store/archive-store.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { BotService } from './bot-service.ts'
import type { HookPace } from './hook-pace.ts'
import type { NoteMade } from './note-maker.ts'
import { readHookText } from './slack-text.ts'

const hookSchema = z.object({
  room: roomIdSchema,
  bot: userIdSchema,
  by: userIdSchema,
  name: z.string(),
  /** Of the secret half of the token; the other half is the id. */
  secretHash: z.string(),
})
type Hook = z.output<typeof hookSchema>

/**
 * Incoming webhooks: an address by which a program says something in one room, as a bot of its own that its maker answers for.
 * The address is told once and kept as a hash. It acts while its maker leads the room.
 */
export type WebhookService = {
  readonly create: (
    caller: UserId,
    room: RoomId,
    want: { readonly name: string; readonly note: NoteMade },
  ) => Promise<Result<MadeWebhook>>
  readonly list: (caller: UserId, room: RoomId) => Promise<Result<readonly Webhook[]>>
  readonly remove: (caller: UserId, room: RoomId, want: NamedHook) => Promise<Result<{ readonly bot: UserId }>>
  /** Another address; the one before is as unknown as one that never was. */
  readonly rotate: (caller: UserId, room: RoomId, want: NamedHook) => Promise<Result<{ readonly url: string }>>
  readonly post: (token: string, body: HookBody) => Promise<Result<void>>
  /** All that this one has made, in any room. */
  readonly listOf: (maker: UserId) => Promise<readonly (Webhook & { readonly room: RoomId })[]>
  /** Of a maker who is no more, whose bots have ended: how they were called. */
  readonly forget: (maker: UserId) => Promise<void>
}

export type NamedHook = { readonly id: string; readonly note: NoteMade }

export type WebhookDependencies = {
  readonly records: RecordStore
  readonly rooms: Pick<RoomStore, 'loadRoom'>
  readonly archive: Pick<ArchiveStore, 'loadArchivedRooms'>
  readonly bots: Pick<BotService, 'createForHook' | 'end' | 'checkMaker'>
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
  /** Brings the bot in by the rights of its maker. */
  readonly join: (by: UserId, room: RoomId, bot: UserId) => Promise<Result<unknown>>
  readonly publish: (room: RoomId, author: UserId, event: MemberEvent) => Promise<Result<void>>
  readonly pace: HookPace
  readonly urlOf: (token: string) => string
  readonly now: () => number
}

const mostOfRoom = 20
const unknown = err(appError('webhook-unknown'))

export function buildWebhookService(deps: WebhookDependencies): WebhookService {
  const { bots, now } = deps
  const book = buildRecordBook(deps.records, 'webhook', hookSchema, now)

  async function loadLed(caller: UserId, room: RoomId): Promise<Result<RoomState>> {
    const state = await deps.rooms.loadRoom(room)
    if (state === undefined || !state.members.has(caller)) return err(appError('room-unknown'))
    if (state.roomKind === 'direct') return err(appError('room-direct'))
    return isLeader(state.members.get(caller)?.role) ? ok(state) : err(appError('not-allowed'))
  }
  /** Those whose bot is still there; the others ended with their maker, and are forgotten. */
  async function listLive(state: RoomState): Promise<readonly BookEntry<Hook>[]> {
    const live: BookEntry<Hook>[] = []
    for (const entry of await book.listAll(state.room)) {
      if (state.members.has(entry.detail.bot)) live.push(entry)
      // One that is being made is not in its room yet.
      else if (entry.at < now() - 60_000) await drop(entry)
    }
    return live
  }
  async function drop({ id, detail }: BookEntry<Hook>): Promise<Result<void>> {
    // The record first: from here on nobody speaks by it.
    const gone = await book.change(id, () => ok('remove'))
    return gone.ok ? bots.end(detail.by, detail.bot, 'keep') : gone
  }
  async function findOf(room: RoomId, id: string): Promise<Result<BookEntry<Hook>>> {
    const entry = await book.load(id)
    return entry?.detail.room === room ? ok(entry) : unknown
  }
  const view = ({ id, at, detail: { name, bot, by } }: BookEntry<Hook>): Webhook => ({ id, name, bot, by, at })

  return {
    create: async (caller, room, { name, note }) => {
      const led = await loadLed(caller, room)
      if (!led.ok) return led
      if ((await listLive(led.value)).length >= mostOfRoom) {
        return err(
          appError('bots-too-many', { detail: `A room has ${mostOfRoom} webhooks at most. Delete one first.` }),
        )
      }
      const noted = await note('webhook.created', { whom: room })
      if (!noted.ok) return noted
      const made = await bots.createForHook(caller, name)
      if (!made.ok) return made
      const bot = made.value.id
      const [id, secret] = [buildUserId(randomBytes(idRandomBytes)), createSecret()]
      const detail = { room, bot, by: caller, name, secretHash: digestOfSecret(secret) }
      const kept = await book.change(id, () => ok({ detail, owners: [room] }))
      const joined = kept.ok ? await deps.join(caller, room, bot) : kept
      if (joined.ok && kept.ok && kept.value !== undefined) {
        return ok({ ...view(kept.value), url: deps.urlOf(id + secret) })
      }
      await book.change(id, () => ok('remove'))
      await bots.end(caller, bot, 'keep')
      return joined.ok ? unknown : joined
    },
    list: async (caller, room) => {
      const led = await loadLed(caller, room)
      return led.ok ? ok((await listLive(led.value)).map(view)) : led
    },
    remove: async (caller, room, { id, note }) => {
      const led = await loadLed(caller, room)
      if (!led.ok) return led
      const found = await findOf(room, id)
      if (!found.ok) return found
      const noted = await note('webhook.removed', { whom: room, detail: { webhook: id } })
      if (!noted.ok) return noted
      const dropped = await drop(found.value)
      return dropped.ok ? ok({ bot: found.value.detail.bot }) : dropped
    },
    rotate: async (caller, room, { id, note }) => {
      const led = await loadLed(caller, room)
      if (!led.ok) return led
      const found = await findOf(room, id)
      if (!found.ok) return found
      const noted = await note('webhook.rotated', { whom: room, detail: { webhook: id } })
      if (!noted.ok) return noted
      const secret = createSecret()
      const changed = await book.change(id, (before) =>
        before?.detail.room === room
          ? ok({ detail: { ...before.detail, secretHash: digestOfSecret(secret) }, owners: before.owners })
          : unknown,
      )
      return changed.ok ? ok({ url: deps.urlOf(id + secret) }) : changed
    },
    listOf: async (maker) => {
      const mine: (Webhook & { readonly room: RoomId })[] = []
      await book.sweep((entry) => {
        if (entry.detail.by === maker) mine.push({ ...view(entry), room: entry.detail.room })
        return undefined
      })
      return mine
    },
    // There are not many: twenty a room.
    forget: (maker) => book.sweep(({ detail }) => (detail.by === maker ? 'remove' : undefined)),
    post: async (token, body) => {
      const [id, secret] = [token.slice(0, idCharacters), token.slice(idCharacters)]
      const entry = await book.load(id)
      if (entry === undefined || !isSecretOf(secret, entry.detail.secretHash)) return unknown
      const { room, bot, by } = entry.detail
      const [state, maker] = [await deps.rooms.loadRoom(room), await bots.checkMaker(bot)]
      // Its maker is suspended or no more, or it was taken out: whoever holds the address learns nothing else.
      if (!maker.ok || state === undefined || !state.members.has(bot) || !state.members.has(by)) return unknown
      const scope = lesserReach(deps.reachOf(bot, state).scope, deps.reachOf(by, state).scope)
      if (scope !== 'room' || !isLeader(state.members.get(by)?.role)) return err(silent)
      const said = messageTextSchema.safeParse(readHookText(body))
      if (!said.success || said.data === '') return err(appError('request-invalid', { fields: unfit }))
      const spokeAt = (await loadSpoke(room, bot)) ?? 0
      const refused = deps.pace.take(id, { slowModeSec: state.slowModeSec ?? 0, spokeAt })
      if (refused !== undefined) return err(refused)
      const eventId = buildEventId(now(), randomBytes(eventIdRandomBytes))
      return deps.publish(room, bot, {
        ...{ v: 1, kind: 'message.posted', id: eventId, at: now() },
        ...{ text: said.data, format: 'markdown' },
      })
    },
  }

  async function loadSpoke(room: RoomId, bot: UserId): Promise<number | undefined> {
    const [archived] = await deps.archive.loadArchivedRooms([room])
    return archived?.spoke?.find(({ user }) => user === bot)?.at
  }
}

const silent = appError('not-allowed', {
  detail:
    'The webhook may not write here now: its maker does not lead the room, or only its admins post, or it is archived.',
})
const unfit = { '/body/text': 'must be 1 to 100,000 characters, here or in the blocks' }
