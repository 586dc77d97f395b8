import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { FoundMessage, TimelinePlace } from '../../engine-command.ts'
import type { WordKey } from '../../words/english-words.ts'
import { errorWords } from '../../words/error-words.ts'
import { findThread, loadAround } from '../commands.ts'
import { currentWords } from '../state/language-choice.ts'
import { readMessage, readTimeline } from '../state/timeline-selectors.ts'
import { showThread, takeWanted, useView } from '../state/view-store.ts'

/** Where to go; `times` tells two jumps to the same place apart. */
export type Jump = { readonly to: JumpTarget; readonly times: number }
export type JumpTarget =
  | { readonly kind: 'message'; readonly message: MessageId }
  /** The first message from then on. */
  | { readonly kind: 'date'; readonly at: number }
  | { readonly kind: 'first-unread' }
  | { readonly kind: 'end' }
  /** The first and the last message that are there, to read on from. */
  | { readonly kind: 'start' }
  | { readonly kind: 'last' }
  | Left
/** Where somebody stood before they went elsewhere: at a message, so far below the edge. */
type Left = { readonly kind: 'left'; readonly message: MessageId; readonly topPx: number }

export type Jumps = {
  readonly jump: Jump | undefined
  /** Answers why not, as a sentence, where one cannot go there. */
  readonly goTo: (to: JumpTarget) => Promise<string | undefined>
  /** Set after a jump: back to where one was. */
  readonly goBack: (() => void) | undefined
  readonly forgetBack: () => void
  /** The timeline tells where somebody stands. */
  readonly whereNow: RefObject<() => Left | { readonly kind: 'end' } | undefined>
}

const missing = {
  further: 'timeline.further-back',
  absent: 'timeline.not-here',
} as const satisfies Readonly<Record<Exclude<FoundMessage, 'found'>, WordKey>>

/** Goes to places of a room, which may have to be loaded first, and back from there. */
export function useJump(room: RoomId): Jumps {
  const [jump, setJump] = useState<Jump>()
  const [back, setBack] = useState<JumpTarget>()
  const whereNow = useRef<Jumps['whereNow']['current']>(() => undefined)
  const goTo = useCallback(
    async (to: JumpTarget): Promise<string | undefined> => {
      const from = whereNow.current()
      const place = placeToLoad(room, to)
      if (to.kind === 'message' && place !== undefined) {
        const thread = await findThread(room, to.message)
        if (thread.ok && thread.value !== null) {
          showThread({ room, message: thread.value, at: to.message })
          return undefined
        }
      }
      if (place !== undefined) {
        const found = await loadAround(room, place)
        if (!found.ok) return errorWords(currentWords(), found.error)
        if (found.value !== 'found') {
          return currentWords()(to.kind === 'date' ? 'timeline.nothing-since' : missing[found.value])
        }
      }
      setJump((before) => ({ to, times: (before?.times ?? 0) + 1 }))
      setBack(to.kind === 'message' || to.kind === 'date' || to.kind === 'first-unread' ? from : undefined)
      return undefined
    },
    [room],
  )
  const forgetBack = useCallback(() => setBack(undefined), [])
  return useMemo(
    () => ({
      jump,
      goTo,
      goBack: back && (() => void goTo(back)),
      forgetBack,
      whereNow,
    }),
    [jump, goTo, back, forgetBack],
  )
}

/** Undefined where it is loaded. */
function placeToLoad(room: RoomId, to: JumpTarget): TimelinePlace | undefined {
  const timeline = readTimeline(room)
  switch (to.kind) {
    case 'message':
    case 'left':
      return readMessage(room, to.message) === undefined ? { kind: 'message', message: to.message } : undefined
    case 'end':
    case 'last':
      return timeline?.hasMoreAfter === true ? { kind: 'end' } : undefined
    case 'first-unread': {
      const { dividerSeq, rows = [] } = timeline ?? {}
      const first = rows.find((row) => row.kind === 'message' && row.message.seq > 0)
      const reaches = first?.kind === 'message' && dividerSeq !== undefined && first.message.seq <= dividerSeq
      return reaches || timeline?.hasMoreBefore === false ? undefined : { kind: 'first-unread' }
    }
    case 'start':
      return undefined
    default:
      return to
  }
}

export type MissedMessage = { readonly message: MessageId; readonly words: string }

/** Goes to the message that somebody was led to from elsewhere; where it cannot, says why until that is taken note of. */
export function useWantedMessage(room: RoomId, goTo: Jumps['goTo']) {
  const [missed, setMissed] = useState<MissedMessage>()
  const isWanted = useView(({ wanted }) => wanted?.room === room)
  const follow = useCallback(
    async (message: MessageId) => {
      setMissed(undefined)
      const words = await goTo({ kind: 'message', message })
      if (words !== undefined) setMissed({ message, words })
    },
    [goTo],
  )
  useEffect(() => {
    const message = isWanted ? takeWanted(room) : undefined
    if (message !== undefined) void follow(message)
  }, [isWanted, room, follow])
  const forgetMissed = useCallback(() => setMissed(undefined), [])
  return { follow, missed, forgetMissed }
}
