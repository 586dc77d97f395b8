import { useCallback, useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { addFile, describeFile, sendMessage } from '../commands.ts'
import type { ThreadPlace } from '../composer/use-sending.ts'
import { packWaveform } from '../files/waveform.ts'
import { newFileId } from '../sending/new-file-id.ts'
import { useWords } from '../state/language-choice.ts'
import { pauseSound } from '../state/sound-player.ts'
import { browserVoice } from './browser-voice.ts'
import { buildVoiceHold } from './voice-hold.ts'
import { mostVoiceMs, type RecordedVoice, startVoice, type VoiceFault } from './voice-recording.ts'

export type VoiceStep =
  | { readonly kind: 'none' }
  /** The person is asked for the microphone. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'recording'; readonly lengthMs: number; readonly isPaused: boolean }
  /** To be heard first. */
  | { readonly kind: 'ready'; readonly voice: RecordedVoice; readonly wasFull: boolean }
  | { readonly kind: 'sending'; readonly voice: RecordedVoice }

const faults = {
  refused: 'voice.refused',
  'no-microphone': 'voice.no-microphone',
  failed: 'voice.failed',
} as const satisfies Readonly<Record<VoiceFault, PlainKey>>

/** A voice message of one composer: from the press that begins it until it is sent, or thrown away. */
export function useVoice(room: RoomId, thread?: ThreadPlace) {
  const say = useWords()
  const [step, setStep] = useState<VoiceStep>({ kind: 'none' })
  const [problem, setProblem] = useState<string>()
  const [hold] = useState(buildVoiceHold)
  /** A turn that is over by the time the person has answered whether the page may listen, or the last part has come. */
  const turn = useRef(0)

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
  const finish = useCallback(
    async (wasFull = false) => {
      const voice = await take()
      if (voice !== undefined) setStep({ kind: 'ready', voice, wasFull })
    },
    [take],
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
    if (mine !== turn.current) return typeof started === 'string' ? undefined : started.discard()
    if (typeof started === 'string') {
      setStep({ kind: 'none' })
      return setProblem(say(faults[started]))
    }
    hold.hold(started)
    setStep({ kind: 'recording', lengthMs: 0, isPaused: false })
  }, [finish, hold, say])
  const discard = useCallback(() => {
    turn.current += 1
    hold.discard()
    setStep({ kind: 'none' })
  }, [hold])
  useEffect(
    () => () => {
      turn.current += 1
      hold.discard()
    },
    [hold],
  )
  const togglePause = useCallback(() => {
    setStep((now) => {
      if (now.kind !== 'recording') return now
      if (now.isPaused) hold.current()?.resume()
      else hold.current()?.pause()
      return { ...now, isPaused: !now.isPaused }
    })
  }, [hold])
  const send = useCallback(async () => {
    const voice = step.kind === 'ready' ? step.voice : await take()
    if (voice === undefined) return
    setStep({ kind: 'sending', voice })
    const said = await sendVoice(room, thread, voice)
    if (said.ok) return setStep({ kind: 'none' })
    setProblem(errorWords(say, said.error))
    setStep({ kind: 'ready', voice, wasFull: false })
  }, [step, room, thread, say, take])
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
export type Voice = ReturnType<typeof useVoice>

/** As any file goes: kept here first, and in the order of what is said. */
async function sendVoice(room: RoomId, thread: ThreadPlace | undefined, { bytes, durationMs, levels }: RecordedVoice) {
  const file = newFileId()
  const ending = { 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' }[bytes.type] ?? 'webm'
  const stamp = new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')
  const kept = await addFile(room, file, new File([bytes], `voice-${stamp}.${ending}`, { type: bytes.type }), false)
  if (!kept.ok) return kept
  await describeFile(file, { durationMs, thumbhash: packWaveform(levels) }, undefined)
  const place = thread && { thread: thread.message, ...(thread.isAlsoInRoom && { replyTo: thread.message }) }
  return sendMessage(room, { text: '', format: 'plain', files: [{ file }], ...place })
}
