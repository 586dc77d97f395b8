import { Pause, Play, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { loadSentFileInfo } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { clockWords } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoom, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { pauseSound, type Sound, stopSound, tellSound, toggleSound, useSound } from '../state/sound-player.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import { showPlace, useView } from '../state/view-store.ts'
import { mayComeBack, problemWords } from './problem-words.ts'
import styles from './SoundBar.module.css'
import { SpeedButton } from './SpeedButton.tsx'
import { useFileSource } from './use-file-source.ts'
import { useSaving } from './use-saving.ts'

/** What plays, wherever somebody went meanwhile; also the element that it plays in. */
export function SoundBar() {
  const sound = useSound((state) => state.sound)
  useOneAtATime()
  // Signed out, or somebody else by now: nothing of it stays.
  useEffect(() => stopSound, [])
  return sound === undefined ? null : <PlayingSound key={sound.file} sound={sound} />
}

function PlayingSound({ sound }: { readonly sound: Sound }) {
  const say = useWords()
  const users = useUsers()
  const { isPlaying, atMs, speed, seek } = useSound()
  const openRoom = useView((view) => view.openRoom)
  const element = useRef<HTMLAudioElement>(null)
  const { src, problem, onError, again } = useFileSource(sound.file, 'bytes', sound.sizeBytes)
  const isLoaded = useMessage(sound.room, sound.message) !== undefined
  useGone(sound, isPlaying)
  useEffect(() => {
    const audio = element.current
    if (audio === null || src === undefined) return
    audio.playbackRate = speed
    if (isPlaying) void audio.play().catch(() => undefined)
    else audio.pause()
  }, [isPlaying, speed, src])
  useEffect(() => {
    if (seek !== undefined && element.current !== null) element.current.currentTime = seek.toMs / 1_000
  }, [seek])
  useEffect(() => {
    if (problem !== undefined) pauseSound()
  }, [problem])
  const goOn = (audio: HTMLAudioElement) => {
    const { atMs: left } = useSound.getState()
    audio.playbackRate = speed
    if (left > 0) audio.currentTime = left / 1_000
    if (Number.isFinite(audio.duration)) tellSound({ durationMs: audio.duration * 1_000 })
    if (useSound.getState().isPlaying) void audio.play().catch(() => undefined)
  }
  const by = nameOf(say, users, sound.author)
  return (
    <>
      {src !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down what is said in it
        <audio
          ref={element}
          key={src}
          src={src}
          preload="auto"
          onLoadedMetadata={(event) => goOn(event.currentTarget)}
          onTimeUpdate={({ currentTarget }) => tellSound({ atMs: currentTarget.currentTime * 1_000 })}
          onPause={({ currentTarget }) => !currentTarget.ended && tellSound({ isPlaying: false })}
          onPlay={() => tellSound({ isPlaying: true })}
          onEnded={stopSound}
          onError={onError}
        />
      )}
      {/* In its own room it stands in its message, unless that hangs in a thread that was closed, or far back. */}
      {(openRoom !== sound.room || !isLoaded || problem !== undefined) && (
        <section className={styles.bar} aria-label={say('media.playing')}>
          <IconButton
            label={say(isPlaying ? 'media.pause' : 'media.play', { name: sound.name })}
            onClick={() => toggleSound(sound)}
          >
            {isPlaying ? <Pause /> : <Play />}
          </IconButton>
          <button
            type="button"
            className={styles.where}
            onClick={() => showPlace({ room: sound.room, message: sound.message })}
          >
            {say('media.name-by', { name: sound.name, by })}
          </button>
          {problem !== undefined && (
            <Problem words={problem === 'unfit' ? say('media.unfit-sound') : problemWords(say, problem)}>
              {problem === 'unfit' && <SaveSound sound={sound} />}
              {mayComeBack(problem) && (
                <Button look="word" onClick={again}>
                  {say('look.try-again')}
                </Button>
              )}
            </Problem>
          )}
          <span className={styles.time}>{clockWords(atMs)}</span>
          <SpeedButton />
          <IconButton label={say('look.close')} onClick={stopSound}>
            <X />
          </IconButton>
        </section>
      )}
    </>
  )
}

/** What this browser can play nothing of is of use elsewhere. */
function SaveSound({ sound }: { readonly sound: Sound }) {
  const say = useWords()
  const { isSaving, problem, save } = useSaving({ file: sound.file, name: sound.fileName })
  return (
    <>
      {problem}
      <Button look="word" disabled={isSaving} onClick={save}>
        {say('media.save-short')}
      </Button>
    </>
  )
}

const lookEveryMs = 1_500

/** Taken away while it plays, or the room is ours no more: what is said there is heard no longer. */
function useGone({ room, message, file }: Sound, isPlaying: boolean): void {
  const hasRoom = useRoom(room) !== undefined
  const known = useMessage(room, message)
  const isShown = known !== undefined
  const isGone = !hasRoom || known?.removedAt !== undefined
  useEffect(() => {
    if (isGone) stopSound()
  }, [isGone])
  useEffect(() => {
    if (isShown || !isPlaying) return
    // The room is not open here, so nobody tells. While it is paused nobody hears it, and nobody is asked.
    const look = async () => {
      const there = await loadSentFileInfo(file)
      if (!there.ok && there.error.code === 'file-unknown') stopSound()
    }
    void look()
    const timer = setInterval(() => void look(), lookEveryMs)
    return () => clearInterval(timer)
  }, [isShown, isPlaying, file])
}

/** A film that begins to play stops the sound, and the other way round. */
function useOneAtATime(): void {
  useEffect(() => {
    const onPlay = ({ target }: Event) => {
      for (const other of document.querySelectorAll<HTMLMediaElement>('audio, video')) {
        if (other !== target && !other.paused) other.pause()
      }
    }
    document.addEventListener('play', onPlay, true)
    return () => document.removeEventListener('play', onPlay, true)
  }, [])
}
