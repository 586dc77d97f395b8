import { Pause, Play } from 'lucide-react'
import type { Message } from '../../../common/message.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import { clockWords } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import { type Sound, seekSound, toggleSound, useSound } from '../state/sound-player.ts'
import cardStyles from './FileCard.module.css'
import { FileName } from './FileName.tsx'
import styles from './SoundCard.module.css'
import { SpeedButton } from './SpeedButton.tsx'
import { shownFileName } from './shown-file-name.ts'
import { Waveform } from './Waveform.tsx'
import { unpackWaveform } from './waveform.ts'

type SoundCardProps = { readonly message: Message; readonly file: Attachment }

/** A voice message, or any other sound: played where it stands, and on while one goes elsewhere. */
export function SoundCard({ message, file }: SoundCardProps) {
  const say = useWords()
  const isThis = useSound(({ sound }) => sound?.file === file.file)
  const isPlaying = useSound((state) => isThis && state.isPlaying)
  const atMs = useSound((state) => (isThis ? state.atMs : 0))
  const heardMs = useSound((state) => (isThis ? state.durationMs : undefined))
  const levels = unpackWaveform(file.thumbhash)
  const durationMs = file.durationMs ?? heardMs ?? 0
  // Its levels were measured as it was spoken: nobody has to be told what the file is called.
  const name = levels === undefined ? shownFileName(file.name, say('media.file')) : say('media.voice')
  const sound: Sound = {
    ...{ file: file.file, name, fileName: file.name, sizeBytes: file.sizeBytes, durationMs: durationMs || undefined },
    ...{ message: message.id, room: message.room, author: message.author },
  }
  const told =
    atMs > 0 ? say('media.at-of', { at: clockWords(atMs), length: clockWords(durationMs) }) : clockWords(durationMs)
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no fields are in it */}
      <div
        className={cardStyles.card}
        role="group"
        aria-label={say('media.sound', { name, length: clockWords(durationMs) })}
      >
        <button
          type="button"
          className={styles.play}
          aria-label={say(isPlaying ? 'media.pause' : 'media.play', { name })}
          onClick={() => toggleSound(sound)}
        >
          {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        </button>
        <div className={styles.middle}>
          {levels === undefined && (
            <div className={styles.name}>
              <FileName name={file.name} />
            </div>
          )}
          <Waveform
            label={say('media.how-far', { name })}
            valueText={say('media.at-of', { at: clockWords(atMs), length: clockWords(durationMs) })}
            atMs={atMs}
            durationMs={durationMs}
            levels={levels}
            onSeek={(toMs) => seekSound(sound, toMs)}
            onToggle={() => toggleSound(sound)}
          />
        </div>
        <div className={styles.told}>
          <span dir="ltr">{told}</span>
          <SpeedButton />
        </div>
      </div>
      {file.caption !== undefined && (
        <div className={cardStyles.caption} dir="auto">
          {file.caption}
        </div>
      )}
    </>
  )
}
