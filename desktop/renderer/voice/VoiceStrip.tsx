import { Mic, Pause, Play, Square, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { waveformBars } from '../../../common/voice-file.ts'
import { Waveform } from '../files/Waveform.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SendButton } from '../look/buttons/SendButton.tsx'
import { clockWords } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import type { Voice } from './use-voice.ts'
import styles from './VoiceStrip.module.css'
import type { RecordedVoice } from './voice-recording.ts'

/** Over the box while somebody speaks, and until what they said is sent or thrown away. */
export function VoiceStrip({ voice }: { readonly voice: Voice }) {
  const say = useWords()
  const { step } = voice
  const strip = useRef<HTMLElement>(null)
  const { kind } = step
  const before = useRef(kind)
  useEffect(() => {
    // What was left here before takes nobody out of the box.
    const isNext = before.current !== 'none' && (kind === 'recording' || kind === 'ready')
    before.current = kind
    if (isNext) strip.current?.querySelector<HTMLElement>('[data-first]')?.focus()
  }, [kind])
  if (step.kind === 'none') return null
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || step.kind === 'sending') return
    event.preventDefault()
    event.stopPropagation()
    voice.discard()
  }
  return (
    <section ref={strip} className={styles.strip} aria-label={say('media.voice')} onKeyDown={onKeyDown}>
      <IconButton label={say('voice.discard')} disabled={step.kind === 'sending'} onClick={voice.discard}>
        <Trash2 />
      </IconButton>
      {step.kind === 'asking' && (
        <p className={styles.words} role="status">
          {say('voice.asking')}
        </p>
      )}
      {step.kind === 'recording' && (
        <>
          <span className={styles.light} data-paused={step.isPaused} aria-hidden="true">
            <Mic />
          </span>
          <span className={styles.time} role="timer">
            {clockWords(step.lengthMs)}
          </span>
          <LiveLevels levels={voice.levels().slice(-waveformBars)} />
          <span className="visually-hidden" role="status">
            {say(step.isPaused ? 'voice.paused' : 'voice.recording')}
          </span>
          <IconButton data-first label={say(step.isPaused ? 'voice.go-on' : 'voice.pause')} onClick={voice.togglePause}>
            {step.isPaused ? <Mic /> : <Pause />}
          </IconButton>
          <IconButton label={say('voice.stop')} onClick={() => void voice.finish()}>
            <Square />
          </IconButton>
        </>
      )}
      {(step.kind === 'ready' || step.kind === 'sending') && (
        <Rehearsal voice={step.voice} words={step.kind === 'ready' && step.wasFull ? say('voice.full') : undefined} />
      )}
      {step.kind !== 'asking' && (
        <SendButton label={say('voice.send')} disabled={step.kind === 'sending'} onClick={() => void voice.send()} />
      )}
    </section>
  )
}

function LiveLevels({ levels }: { readonly levels: readonly number[] }) {
  return (
    <div className={styles.live} dir="ltr" aria-hidden="true">
      {levels.map((level, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        <i key={place} style={{ height: `${Math.round(10 + Math.min(1, level * 4) * 90)}%` }} />
      ))}
    </div>
  )
}

/** What was said, to be heard before anybody else does. */
function Rehearsal({ voice, words }: { readonly voice: RecordedVoice; readonly words: string | undefined }) {
  const say = useWords()
  const audio = useRef<HTMLAudioElement>(null)
  const [url, setUrl] = useState<string>()
  const [isPlaying, setIsPlaying] = useState(false)
  const [atMs, setAtMs] = useState(0)
  useEffect(() => {
    const made = URL.createObjectURL(voice.bytes)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [voice])
  const toggle = () => {
    if (audio.current?.paused === false) audio.current.pause()
    else void audio.current?.play().catch(() => undefined)
  }
  const seek = (toMs: number) => {
    if (audio.current !== null) audio.current.currentTime = toMs / 1_000
    setAtMs(toMs)
  }
  const name = say('media.voice')
  return (
    <>
      {url !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: whoever hears it has said it
        <audio
          ref={audio}
          src={url}
          onPlay={() => setIsPlaying(true)}
          onPause={() => setIsPlaying(false)}
          onEnded={() => setAtMs(0)}
          onTimeUpdate={({ currentTarget }) => setAtMs(currentTarget.currentTime * 1_000)}
        />
      )}
      <IconButton data-first label={say(isPlaying ? 'media.pause' : 'media.play', { name })} onClick={toggle}>
        {isPlaying ? <Pause /> : <Play />}
      </IconButton>
      <Waveform
        label={say('media.how-far', { name })}
        valueText={say('media.at-of', { at: clockWords(atMs), length: clockWords(voice.durationMs) })}
        atMs={atMs}
        durationMs={voice.durationMs}
        levels={voice.levels}
        onSeek={seek}
        onToggle={toggle}
      />
      <span className={styles.time}>{clockWords(voice.durationMs)}</span>
      {words !== undefined && (
        <span className={styles.words} role="status">
          {words}
        </span>
      )}
    </>
  )
}
