import { type RefObject, useEffect, useRef, useState } from 'react'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import type { PictureFile } from './file-kinds.ts'
import { mayComeBack, problemWords } from './problem-words.ts'
import { useFileSource } from './use-file-source.ts'
import { useZoom } from './use-zoom.ts'
import styles from './Viewer.module.css'

type ViewedPictureProps = {
  readonly picture: PictureFile
  readonly title: string
  /** Keys and buttons of the viewer come by here; answers whether one is of this. */
  readonly keys: RefObject<(key: string) => boolean>
  readonly onSwipe: (to: 1 | -1) => void
}

/** One picture, to be zoomed and moved. The small one stands under it until it is there. */
export function ViewedPicture({ picture, title, keys, onSwipe }: ViewedPictureProps) {
  const say = useWords()
  const me = useMe().id
  const pane = useRef<HTMLDivElement>(null)
  const { src, problem, onError, again } = useFileSource(picture.file, 'bytes', picture.sizeBytes)
  const [hasPreview, setHasPreview] = useState(true)
  const { view, fit, step, reset, handlers } = useZoom(pane, picture, onSwipe)
  useEffect(() => {
    keys.current = (key) => {
      if (key === '+' || key === '=') step(1)
      else if (key === '-') step(-1)
      else if (key === '0') reset()
      else return false
      return true
    }
  })
  return (
    <div ref={pane} className={styles.pane} data-zoomed={view.scale > 1} {...handlers}>
      <div
        className={styles.picture}
        style={{
          width: fit.width,
          height: fit.height,
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        {hasPreview && (
          <img
            src={apiPaths.shownPreview(picture.file, me)}
            alt=""
            draggable={false}
            onError={() => setHasPreview(false)}
          />
        )}
        {src !== undefined && <img key={src} src={src} alt={title} dir="auto" draggable={false} onError={onError} />}
      </div>
      {problem !== undefined && (
        <div className={styles.problem} role="alert">
          {problemWords(say, problem)}
          {mayComeBack(problem) && (
            <Button look="quiet" size="small" onClick={again}>
              {say('look.try-again')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
