import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { FollowedView } from '../../room-command.ts'

export type KnownOfThread = {
  readonly me: UserId
  /** Of the thread, by whichever of my devices. */
  readonly readTo: number
  /** Where all that is said is for me. */
  readonly isDirect: boolean
  /** The room has what lies after it among its own unread; undefined: it counts nothing. */
  readonly roomCountsAfter: number | undefined
  /** Whatever is held of it here; a row may stand there twice. */
  readonly held: readonly MessageRow[]
}

/** A thread as it is by now: what the server counted, without what was read or removed since. */
export function viewFollowed(followed: FollowedThread, known: KnownOfThread): FollowedView {
  const { room, thread, message, answers, unread, readSeq, lastSeq } = followed
  const { me, isDirect, roomCountsAfter } = known
  const readTo = Math.max(readSeq, known.readTo)
  const rows = new Map(known.held.map((row) => [row.seq, row]))
  const ofOthers = [...rows.values()].filter(
    ({ state, message }) => state === 'stored' && message.thread === thread && message.author !== me,
  )
  const standing = ofOthers.filter(({ message }) => message.removedAt === undefined)
  const readSince = standing.filter(({ seq }) => seq > readSeq && seq <= readTo).length
  const left = readTo >= lastSeq ? 0 : Math.max(0, unread - readSince)
  const gone = new Set(ofOthers.filter(({ message }) => message.removedAt !== undefined).map(({ seq }) => seq))
  /** What the server has named, and what is held besides: beyond what is held, its word alone. */
  const unreadSeqs = (named: readonly number[], is: (row: MessageRow) => boolean) =>
    left === 0
      ? []
      : [...new Set([...named, ...standing.filter(is).map(({ seq }) => seq)])].filter(
          (seq) => seq > readTo && !gone.has(seq),
        )
  const namesMe = ({ message }: MessageRow) => message.mentions.some((one) => one === 'room' || one === me)
  const inRoom = new Set(
    unreadSeqs(followed.alsoInRoom, ({ message }) => !isOnlyInThread(message)).filter(
      (seq) => seq > (roomCountsAfter ?? Number.POSITIVE_INFINITY),
    ),
  )
  const naming = unreadSeqs(followed.forYou, namesMe)
  const alsoInRoom = Math.min(left, inRoom.size)
  const forYou = isDirect ? left : Math.min(left, naming.length)
  const alsoForYou = isDirect ? alsoInRoom : Math.min(forYou, naming.filter((seq) => inRoom.has(seq)).length)
  return {
    room,
    thread,
    ...(message === undefined ? {} : { message: buildMessageFromApi(message) }),
    answers,
    unread: left,
    ...(forYou === 0 ? {} : { forYou }),
    ...(alsoInRoom === 0 ? {} : { alsoInRoom }),
    ...(alsoForYou === 0 ? {} : { alsoForYou }),
    lastSeq,
  }
}
