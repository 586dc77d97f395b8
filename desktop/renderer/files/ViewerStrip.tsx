import { useEffect, useRef } from 'react'
import type { FileId } from '../../../common/ids.ts'
import { useWords } from '../state/language-choice.ts'
import type { PictureFile } from './file-kinds.ts'
import { shownFileName } from './shown-file-name.ts'
import { ThumbGround } from './ThumbGround.tsx'
import { useFileSource } from './use-file-source.ts'
import styles from './ViewerStrip.module.css'

/** So many to each side: a room may have thousands, and each is asked for. */
const mostBeside = 6

type ViewerStripProps = {
  readonly pictures: readonly PictureFile[]
  /** The place of the one in sight. */
  readonly index: number
  readonly onChoose: (file: FileId) => void
}

/** The pictures around the one in sight, small: one stop of the Tab key, and the viewer's arrows move along it. */
export function ViewerStrip({ pictures, index, onChoose }: ViewerStripProps) {
  const say = useWords()
  const list = useRef<HTMLUListElement>(null)
  const at = pictures[index]?.file
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each other one in sight
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (list.current?.contains(document.activeElement)) current?.focus()
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [at])
  const shown = pictures.slice(Math.max(0, index - mostBeside), index + mostBeside + 1)
  return (
    <ul ref={list} className={styles.strip} aria-label={say('media.strip')}>
      {shown.map((picture) => (
        <li key={picture.file}>
          <Thumb picture={picture} isShown={picture.file === at} onChoose={() => onChoose(picture.file)} />
        </li>
      ))}
    </ul>
  )
}

type ThumbProps = { readonly picture: PictureFile; readonly isShown: boolean; readonly onChoose: () => void }

function Thumb({ picture, isShown, onChoose }: ThumbProps) {
  const say = useWords()
  const { src, problem, onError } = useFileSource(picture.file, 'preview', picture.sizeBytes)
  const name = picture.caption ?? shownFileName(picture.name, say('media.picture'))
  return (
    <button
      type="button"
      className={styles.thumb}
      aria-label={say('media.open-picture', { name })}
      aria-current={isShown || undefined}
      tabIndex={isShown ? 0 : -1}
      onClick={onChoose}
    >
      <ThumbGround hash={picture.thumbhash} />
      {src !== undefined && problem === undefined && (
        <img key={src} src={src} alt="" decoding="async" draggable={false} onError={onError} />
      )}
    </button>
  )
}
