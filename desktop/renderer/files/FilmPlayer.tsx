import { useRef } from 'react'
import type { Attachment } from '../../../common/wire-event.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { GoingRing } from '../sending/GoingRing.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsGoing } from '../state/transfer-selectors.ts'
import cardStyles from './FileCard.module.css'
import { FileName } from './FileName.tsx'
import styles from './FilmPlayer.module.css'
import { NotShown } from './NotShown.tsx'
import { filmSize, pictureBox } from './picture-layout.ts'
import { shownFileName } from './shown-file-name.ts'
import { ThumbGround } from './ThumbGround.tsx'
import { useFileSource } from './use-file-source.ts'
import { useSaving } from './use-saving.ts'

/** So near its beginning that it is the first picture, and so far that every browser draws it. */
const firstFrame = '#t=0.001'

/** A film that comes as it is watched, in the room that its size says; with the browser's own controls. */
export function FilmPlayer({ film }: { readonly film: Attachment }) {
  const say = useWords()
  const { src, problem, onError, again } = useFileSource(film.file, 'bytes', film.sizeBytes)
  const isGoing = useIsGoing(film.file)
  const { isSaving, problem: saveProblem, save } = useSaving(film)
  /** How far it was watched: where it breaks off, it goes on from there. */
  const watched = useRef({ atSec: 0, wasPlaying: false })
  const box = pictureBox([filmSize(film)])
  const name = film.caption ?? shownFileName(film.name, say('media.file'))
  const goOn = (element: HTMLVideoElement) => {
    const { atSec, wasPlaying } = watched.current
    if (atSec > 0) element.currentTime = atSec
    if (wasPlaying) void element.play().catch(() => undefined)
  }
  const remember = ({ currentTarget: { currentTime, paused } }: { readonly currentTarget: HTMLVideoElement }) => {
    if (currentTime > 0.01) watched.current = { atSec: currentTime, wasPlaying: !paused }
  }
  return (
    <>
      <div className={styles.frame} style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}>
        <ThumbGround hash={film.thumbhash} />
        {problem !== undefined && (
          <NotShown head={<FileName name={film.name} />} problem={problem} onAgain={again}>
            {problem === 'unfit' && (
              <Button look="word" disabled={isSaving} onClick={save}>
                {say('media.save-short')}
              </Button>
            )}
          </NotShown>
        )}
        {isGoing && src !== undefined && <img className={styles.film} src={src} alt={name} />}
        <GoingRing file={film.file} />
        {!isGoing && src !== undefined && (
          // biome-ignore lint/a11y/useMediaCaption: nobody has written down what is said in it; the caption tells what it is
          <video
            key={src}
            className={styles.film}
            src={`${src}${firstFrame}`}
            controls
            preload="metadata"
            playsInline
            aria-label={say('media.film', { name })}
            onLoadedMetadata={(event) => goOn(event.currentTarget)}
            onTimeUpdate={remember}
            onError={onError}
          />
        )}
      </div>
      <Problem words={saveProblem} />
      {film.caption !== undefined && (
        <div className={cardStyles.caption} dir="auto">
          {film.caption}
        </div>
      )}
    </>
  )
}
