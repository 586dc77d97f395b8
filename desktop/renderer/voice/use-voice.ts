import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { DraftView } from '../../engine-command.ts'
import { errorWords } from '../../words/error-words.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { removeFile, sendMessage } from '../commands.ts'
import type { ThreadPlace } from '../composer/use-sending.ts'
import { withoutVoice, withVoice } from '../state/draft-steps.ts'
import { useWords } from '../state/language-choice.ts'
import { isStillMe, useMe } from '../state/room-selectors.ts'
import { pauseSound } from '../state/sound-player.ts'
import { browserVoice } from './browser-voice.ts'
import { keepVoice, loadVoice } from './kept-voice.ts'
import { buildVoiceHold } from './voice-hold.ts'
import { mostVoiceMs, type RecordedVoice, startVoice, type VoiceFault } from './voice-recording.ts'

export type VoiceStep =
  | { readonly kind: 'none' }
  /** The person is asked for the microphone. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'recording'; readonly lengthMs: number; readonly isPaused: boolean }
  /** To be heard first. `file`: what it is kept as, in the draft; not yet, or not at all, where it has none. */
  | { readonly kind: 'ready'; readonly voice: RecordedVoice; readonly wasFull: boolean; readonly file?: FileId }
  | { readonly kind: 'sending'; readonly voice: RecordedVoice }

const faults = {
  refused: 'voice.refused',
  'no-microphone': 'voice.no-microphone',
  failed: 'voice.failed',
} as const satisfies Readonly<Record<VoiceFault, PlainKey>>

type Speaking = {
  readonly room: RoomId
  readonly thread: ThreadPlace | undefined
  readonly draft: DraftView
  readonly change: (next: (draft: DraftView) => DraftView) => void
}

/**
 * A voice message of one composer: from the press that begins it until it is sent, or thrown away. Whoever goes elsewhere gives the
 * microphone back at once, and finds what they said when they return: as soon as a recording has ended it is a file of the draft.
 */
export function useVoice({ room, thread, draft, change }: Speaking) {
  const say = useWords()
  const me = useMe().id
  const [step, setStep] = useState<VoiceStep>({ kind: 'none' })
  const [problem, setProblem] = useState<string>()
  const [hold] = useState(buildVoiceHold)
  /** A turn that is over by the time the person has answered whether the page may listen, or the last part has come. */
  const turn = useRef(0)
  const isGone = useRef(false)
  const keeping = useRef<Promise<FileId | undefined>>(Promise.resolve(undefined))

  /** What was recorded, if this is who has it. */
  const take = useCallback(async (): Promise<RecordedVoice | undefined> => {
    const mine = turn.current
    const ending = hold.end()
    if (ending === undefined) return undefined
    const voice = await ending
    if (mine !== turn.current) return undefined
    if (voice !== undefined) return voice
    setStep({ kind: 'none' })
    setProblem(say('voice.failed'))
    return undefined
  }, [hold, say])
  const keep = useCallback(
    async (voice: RecordedVoice): Promise<FileId | undefined> => {
      const mine = turn.current
      // Whoever has signed in meanwhile has nothing of it.
      if (!isStillMe(me)) return undefined
      const kept = await keepVoice(room, voice)
      if (!kept.ok) {
        setProblem(errorWords(say, kept.error))
        return undefined
      }
      const file = kept.value
      if (mine !== turn.current) {
        void removeFile(file)
        return undefined
      }
      change((now) => withVoice(now, file))
      setStep((now) => (now.kind === 'ready' ? { ...now, file } : now))
      return file
    },
    [room, me, say, change],
  )
  const finish = useCallback(
    async (wasFull = false) => {
      const voice = await take()
      if (voice === undefined) return
      setStep({ kind: 'ready', voice, wasFull })
      keeping.current = keep(voice)
    },
    [take, keep],
  )
  const start = useCallback(async () => {
    const mine = ++turn.current
    setProblem(undefined)
    setStep({ kind: 'asking' })
    pauseSound()
    const tick = (lengthMs: number) => {
      setStep((now) => (now.kind === 'recording' ? { ...now, lengthMs } : now))
      if (lengthMs >= mostVoiceMs) void finish(true)
    }
    const started = await startVoice(browserVoice, tick, () => void finish())
    // Gone, or thrown away, while it was asked.
    if (mine !== turn.current || isGone.current) return typeof started === 'string' ? undefined : started.discard()
    if (typeof started === 'string') {
      setStep({ kind: 'none' })
      return setProblem(say(faults[started]))
    }
    hold.hold(started)
    setStep({ kind: 'recording', lengthMs: 0, isPaused: false })
  }, [finish, hold, say])
  const kept = draft.voice
  const discard = useCallback(() => {
    turn.current += 1
    hold.discard()
    setStep({ kind: 'none' })
    if (kept === undefined) return
    change(withoutVoice)
    void removeFile(kept)
  }, [hold, kept, change])

  const newest = useRef(finish)
  useEffect(() => {
    newest.current = finish
  })
  // As the composer goes, and not once the browser has time for it: nobody is listened to in a room that is not seen any more.
  useLayoutEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
      if (hold.current() !== undefined) void newest.current()
    }
  }, [hold])

  // What was left here before, or in another window; and gone, where it was sent or thrown away there.
  useEffect(() => {
    if (kept === undefined) return setStep((now) => (now.kind === 'ready' && now.file !== undefined ? none : now))
    let isOver = false
    void loadVoice(kept).then((voice) => {
      if (isOver || voice === undefined) return
      setStep((now) => (now.kind === 'none' ? { kind: 'ready', voice, wasFull: false, file: kept } : now))
    })
    return () => {
      isOver = true
    }
  }, [kept])

  const togglePause = useCallback(() => {
    setStep((now) => {
      if (now.kind !== 'recording') return now
      if (now.isPaused) hold.current()?.resume()
      else hold.current()?.pause()
      return { ...now, isPaused: !now.isPaused }
    })
  }, [hold])
  const isSending = useRef(false)
  const send = useCallback(async () => {
    // Of two presses in one frame both find it ready.
    if (isSending.current) return
    const voice = step.kind === 'ready' ? step.voice : await take()
    if (voice === undefined) return
    isSending.current = true
    setStep({ kind: 'sending', voice })
    const before = step.kind === 'ready' ? (step.file ?? (await keeping.current)) : undefined
    const file = before ?? (await keep(voice))
    if (file === undefined) {
      isSending.current = false
      return setStep({ kind: 'ready', voice, wasFull: false })
    }
    change(withoutVoice)
    const place = thread && { thread: thread.message, ...(thread.isAlsoInRoom && { replyTo: thread.message }) }
    const said = await sendMessage(room, { text: '', format: 'plain', files: [{ file }], ...place })
    isSending.current = false
    if (said.ok) return setStep(none)
    setProblem(errorWords(say, said.error))
    change((now) => withVoice(now, file))
    setStep({ kind: 'ready', voice, wasFull: false, file })
  }, [step, room, thread, say, take, keep, change])
  return {
    step,
    problem,
    start,
    finish: () => finish(),
    discard,
    togglePause,
    send,
    levels: () => hold.current()?.levels() ?? [],
  }
}

const none: VoiceStep = { kind: 'none' }
export type Voice = ReturnType<typeof useVoice>
