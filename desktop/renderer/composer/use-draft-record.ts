import { useCallback, useEffect, useRef, useState } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { DraftView } from '../../engine-command.ts'
import { saveDraft } from '../commands.ts'
import { withFilesOf } from '../state/draft-steps.ts'
import { readDraft, useDraft } from '../state/room-selectors.ts'

/** A typed word is on disk within 300 ms, the way through the worker included. */
const saveAfterMs = 100

type DraftRecord = {
  readonly draft: DraftView
  /** As it stands now, drawn or not. */
  readonly latest: () => DraftView
  /** `isUrgent`: on its way to the disk at once, before whatever is asked for next. */
  readonly change: (next: (draft: DraftView) => DraftView, options?: { readonly isUrgent: boolean }) => void
}

/** What one that is gone does with files, told to whoever stands in its place. */
type HearOfFiles = (before: DraftView, after: DraftView) => void
const standing = new Map<string, HearOfFiles>()

/**
 * What stands in one composer, kept for its room or thread: words, what they answer, an edit under way. Takes over what another
 * window wrote, unless somebody types here.
 */
export function useDraftRecord(room: RoomId, thread: MessageId | undefined, isTypingHere: () => boolean): DraftRecord {
  const kept = useDraft(room, thread)
  const [draft, setShown] = useState(kept)
  const latest = useRef(kept)
  const saved = useRef(kept)
  const isTouched = useRef(false)
  const isGone = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (isSameDraft(latest.current, saved.current)) return
    saved.current = latest.current
    void saveDraft(room, latest.current, thread)
  }, [room, thread])

  const change = useCallback(
    (next: (draft: DraftView) => DraftView, { isUrgent } = { isUrgent: false }) => {
      if (isGone.current) {
        // A file that took its time: meanwhile another composer of the room may have gone on, or somebody else signed in.
        const before = readDraft(room, thread)
        latest.current = next(before)
        save()
        standing.get(placeOf(room, thread))?.(before, latest.current)
        return
      }
      const before = latest.current
      latest.current = next(before)
      setShown(latest.current)
      isTouched.current = true
      // Only words come one key at a time; and an emptied composer is saved at once: what was sent must not come back.
      if (!isUrgent && isOnlyTyped(before, latest.current)) timer.current ??= setTimeout(save, saveAfterMs)
      else save()
    },
    [save, room, thread],
  )

  useEffect(() => {
    if (isSameDraft(kept, saved.current) || timer.current !== undefined) return
    if (isTouched.current && isTypingHere()) return
    saved.current = kept
    latest.current = kept
    setShown(kept)
  }, [kept, isTypingHere])

  useEffect(() => {
    const place = placeOf(room, thread)
    const hear: HearOfFiles = (before, after) => {
      // Where nobody types all of it is taken over once it is kept; else these words would be written over its files.
      if (timer.current === undefined && !(isTouched.current && isTypingHere())) return
      change((now) => withFilesOf(now, before, after))
    }
    isGone.current = false
    standing.set(place, hear)
    return () => {
      isGone.current = true
      if (standing.get(place) === hear) standing.delete(place)
    }
  }, [room, thread, change, isTypingHere])

  useEffect(() => {
    const onHidden = () => document.visibilityState === 'hidden' && save()
    addEventListener('pagehide', save)
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      removeEventListener('pagehide', save)
      document.removeEventListener('visibilitychange', onHidden)
      save()
    }
  }, [save])

  const readLatest = useCallback(() => latest.current, [])
  return { draft, latest: readLatest, change }
}

function isOnlyTyped(before: DraftView, after: DraftView): boolean {
  const isSameTask = before.replyTo === after.replyTo && before.edit?.message === after.edit?.message
  const isSameFiles = namesOf(before) === namesOf(after) && before.voice === after.voice
  return isSameTask && isSameFiles && (after.edit?.text ?? (after.files === undefined ? after.text : ' ')) !== ''
}

function isSameDraft(one: DraftView, other: DraftView): boolean {
  return (
    one.text === other.text &&
    one.replyTo === other.replyTo &&
    one.edit?.message === other.edit?.message &&
    one.edit?.text === other.edit?.text &&
    one.voice === other.voice &&
    JSON.stringify(one.aside) === JSON.stringify(other.aside) &&
    JSON.stringify(one.files) === JSON.stringify(other.files)
  )
}

const placeOf = (room: RoomId, thread: MessageId | undefined) => `${room} ${thread ?? ''}`
const namesOf = ({ files = [] }: DraftView) => files.map(({ file }) => file).join()
