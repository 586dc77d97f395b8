import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import { ok } from '../../../common/result.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { CommandHandlers, NoticeCommand } from '../../engine-command.ts'
import type { DecisionView, NotifyDecision } from '../../settings/notify-rules.ts'
import { decideNotify } from '../../settings/notify-rules.ts'
import { buildOwnWords, type FindOwnWord } from '../../settings/own-words.ts'
import type { NotificationSettings, PersonSettings } from '../../settings/person-settings.ts'
import { weekHourOf } from '../../settings/quiet-hours.ts'
import { toldByHere } from '../../text/mention-reading.ts'
import { heardLine } from '../../text/message-line.ts'
import { parseText } from '../../text/parse-text.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { EngineWindows } from '../engine-deps.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { shownWindow } from '../sync/room-places.ts'
import type { MutedRooms } from './muted-rooms.ts'
import { buildMutedRooms } from './muted-rooms.ts'
import { buildNewsWatch } from './news-watch.ts'
import { buildNotifier } from './notifier.ts'
import { buildNotifyLog } from './notify-log.ts'

/** What is told of the messages of others, what is not, and why: the rules with all that they ask about. */
export type NoticeDesk = {
  onRoom(room: RoomId): void
  /** Somebody changed a message: its mentions may be others now. */
  onEdit(room: RoomId, message: MessageId, before: Message | undefined): void
  /** Nothing of it is kept here, not even why it was told. */
  onRemoved(gone: { readonly room: RoomId; readonly message: MessageId }): void
  onSettings(settings: PersonSettings): void
  readonly mutedUntil: MutedRooms['until']
  readonly handlers: CommandHandlers<NoticeCommand>
  stop(): void
}

type Deciding = {
  readonly clock: EngineClock
  readonly me: () => Me
  readonly book: Pick<RoomBook, 'get'>
  readonly settings: () => NotificationSettings
  readonly isBlocked: (user: UserId) => boolean
  readonly windows: EngineWindows
  readonly onMuted: (room: RoomId) => void
  /** An answer that its thread alone shows is told where it names me, or I follow the thread. */
  readonly threads: {
    readonly isFollowed: (thread: MessageId) => boolean
    readonly readTo: (room: RoomId, thread: MessageId) => number
  }
}

const mostListed = 20
const textCharacters = 120

export function buildNoticeDesk(deciding: Deciding): NoticeDesk {
  const { clock, me, book, settings, isBlocked, windows, onMuted, threads } = deciding
  const log = buildNotifyLog()
  const muted = buildMutedRooms(clock, onMuted)
  let words: { readonly from: NotificationSettings['words']; readonly find: FindOwnWord } | undefined

  function findOwnWord(text: string) {
    const { words: from } = settings()
    if (words?.from !== from) words = { from, find: buildOwnWords(Object.keys(from)) }
    return words.find(text)
  }
  function namedBy({ mentions, text, format }: Message) {
    const { id, handle } = me()
    if (mentions.includes(id)) {
      const findMe = (one: string) => (one === handle ? id : undefined)
      const isCalled = toldByHere(parseText(text, format), mentions, findMe).includes(id)
      return { by: isCalled ? 'here' : 'name' } as const
    }
    if (mentions.includes('room')) return { by: 'room' } as const
    const word = findOwnWord(text)
    return word === undefined ? undefined : ({ by: 'word', word } as const)
  }
  function decide(room: RoomId, message: Message): NotifyDecision | undefined {
    const entry = book.get(room)
    if (entry === undefined) return undefined
    const named = namedBy(message)
    const thread = isOnlyInThread(message) ? message.thread : undefined
    if (thread !== undefined && named === undefined && !threads.isFollowed(thread)) return undefined
    const at = clock.now()
    return decideNotify({
      settings: settings(),
      at,
      hour: weekHourOf(new Date(at)),
      presence: me().presence ?? 'auto',
      room,
      kind: entry.state.roomKind,
      author: message.author,
      ...(named === undefined ? {} : { named }),
      isBlocked: isBlocked(message.author),
      // Whoever has not been accepted has no room with me: the two have a direct one from then on.
      isFirstContact: false,
      isRead: message.seq <= (thread === undefined ? entry.receipt : threads.readTo(room, thread)),
      isOnScreen: windows.isBeingRead(room),
    })
  }
  const viewOf = (message: Message, decision: NotifyDecision): DecisionView => ({
    room: message.room,
    message: message.id,
    author: message.author,
    at: message.at,
    text: heardLine(message, isBlocked, textCharacters),
    decision,
  })

  const notifier = buildNotifier({
    clock,
    me: me().id,
    decide,
    onDecided: (message, decision) => log.put(viewOf(message, decision)),
    receiptOf: (room) => book.get(room)?.receipt ?? Number.POSITIVE_INFINITY,
    isRemoved: (room, { id }) => isRemoved(room, id),
    isBlocked,
    onNotice: windows.onNotice,
  })
  function isRemoved(room: RoomId, id: MessageId): boolean {
    const entry = book.get(room)
    const row = entry && selectMessage(entry.window.timeline, id)
    return row?.message.removedAt !== undefined
  }
  const news = buildNewsWatch({ clock, me: me().id, book, onNews: notifier.onMessage })

  return {
    onRoom(room) {
      news.touch(room)
      notifier.onRoom(room)
    },
    onEdit: news.onEdit,
    onRemoved: ({ room, message }) => log.drop(room, message),
    onSettings: ({ notifications }) => muted.onSettings(notifications),
    mutedUntil: muted.until,
    handlers: {
      'list-notify-decisions': () => {
        // What was removed while nobody listened is known by its row alone; of a room that is mine no more nothing is shown.
        for (const { room, message } of log.list())
          if (book.get(room) === undefined || isRemoved(room, message)) log.drop(room, message)
        return ok(log.list().slice(0, mostListed))
      },
      'why-notified': ({ room, message: id }) => {
        const entry = book.get(room)
        const known = entry && log.find(room, id)
        if (known !== undefined) return ok(known)
        const message = entry && selectMessage(shownWindow(entry).timeline, id)?.message
        const decision = message && decide(room, message)
        return ok(decision === undefined ? null : { ...viewOf(message as Message, decision), isSupposed: true })
      },
    },
    stop() {
      news.stop()
      notifier.stop()
      muted.stop()
    },
  }
}
