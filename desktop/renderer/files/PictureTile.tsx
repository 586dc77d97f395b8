import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { GoingRing } from '../sending/GoingRing.tsx'
import { useWords } from '../state/language-choice.ts'
import type { PictureFile } from './file-kinds.ts'
import { NotShown } from './NotShown.tsx'
import styles from './PictureTile.module.css'
import { shownFileName } from './shown-file-name.ts'
import { ThumbGround } from './ThumbGround.tsx'
import { useFileSource } from './use-file-source.ts'

type PictureTileProps = {
  readonly picture: PictureFile
  /** So many more stand behind it. */
  readonly more?: number
  readonly onOpen: (from: HTMLElement) => void
  /** In a list that is one stop of the Tab key. */
  readonly row?: { readonly key: string; readonly tabIndex: 0 | -1 }
}

/** One picture among others: opens the viewer. It is drawn into the room that is kept for it, whatever comes. */
export function PictureTile({ picture, more = 0, onOpen, row }: PictureTileProps) {
  const say = useWords()
  const { src, problem, onError, again } = useFileSource(picture.file, 'preview', picture.sizeBytes)
  const [isThere, setIsThere] = useState(false)
  const name = picture.caption ?? shownFileName(picture.name, say('media.picture'))
  if (problem !== undefined) {
    return (
      <div className={styles.tile}>
        <NotShown head={<ImageOff aria-hidden="true" />} problem={problem} onAgain={again} />
      </div>
    )
  }
  return (
    <button
      type="button"
      className={styles.tile}
      data-file={picture.file}
      data-row={row?.key}
      tabIndex={row?.tabIndex}
      aria-label={more > 0 ? say('media.open-more', { name, count: more }) : say('media.open-picture', { name })}
      onClick={(event) => onOpen(event.currentTarget)}
    >
      <ThumbGround hash={picture.thumbhash} />
      {src !== undefined && (
        <img
          key={src}
          className={styles.picture}
          src={src}
          alt=""
          width={picture.width}
          height={picture.height}
          decoding="async"
          draggable={false}
          data-there={isThere}
          onLoad={() => setIsThere(true)}
          onError={onError}
        />
      )}
      <GoingRing file={picture.file} />
      {picture.mediaType === 'image/gif' && <span className={styles.mark}>{say('media.moves')}</span>}
      {more > 0 && (
        <span className={styles.more} dir="ltr">
          +{say.number(more)}
        </span>
      )}
    </button>
  )
}
