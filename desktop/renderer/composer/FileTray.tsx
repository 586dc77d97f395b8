import { useRef } from 'react'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { sizeWords } from '../look/wording/size-words.ts'
import { useWords } from '../state/language-choice.ts'
import { ComingTile, FileTile, RefusedTile } from './FileTile.tsx'
import styles from './FileTray.module.css'
import type { DraftFiles } from './use-draft-files.ts'

/** What goes with the next message, above its text. Sending need not wait for any of it. */
export function FileTray({ files, onLeave }: { readonly files: DraftFiles; readonly onLeave: () => void }) {
  const say = useWords()
  const list = useRef<HTMLUListElement>(null)
  const { kept, coming, refused, said } = files
  const count = kept.length + coming.length
  const sizeBytes = [...kept.map(({ transfer }) => transfer.sizeBytes), ...coming.map(({ bytes }) => bytes.size)]
  const hasOriginals = kept.some(({ transfer }) => transfer.isOriginal === true)

  /** Whatever has the focus goes: it is not to fall out of the composer. */
  const focusBeside = (place: number) => {
    requestAnimationFrame(() => {
      const faces = list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? []
      const face = faces[Math.min(place, faces.length - 1)]
      if (face === undefined) onLeave()
      else face.focus()
    })
  }
  const focusPlace = (place: number) => list.current?.querySelectorAll<HTMLElement>('[data-row]')[place]?.focus()

  return (
    <>
      {/* It stays when the last tile goes, so that what became of that is still said. */}
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {count + refused.length > 0 && (
        <div className={styles.tray}>
          <ul ref={list} className={styles.tiles} aria-label={say('attach.files')}>
            {kept.map((one, place) => (
              <FileTile
                key={one.draft.file}
                kept={one}
                place={place}
                count={kept.length}
                files={files}
                onFocusPlace={focusPlace}
                onGone={() => focusBeside(place)}
              />
            ))}
            {coming.map(({ file, bytes }) => (
              <ComingTile key={file} name={bytes.name} sizeBytes={bytes.size} />
            ))}
            {refused.map((one) => (
              <RefusedTile key={one.file} refused={one} files={files} onGone={() => focusBeside(kept.length)} />
            ))}
          </ul>
          {count > 0 && (
            <p className={styles.sum}>
              <b>
                {say('attach.sum', {
                  count,
                  size: sizeWords(
                    sizeBytes.reduce((sum, one) => sum + one, 0),
                    say.locale,
                  ),
                })}
              </b>{' '}
              {hasOriginals ? say('attach.original-means') : say('attach.send-now')}{' '}
              {kept.length > 1 && (
                <span className={styles.keys}>
                  {richWords(say, 'attach.keys-move', { keys: <Keys>{keyNames(say, 'Alt ← →')}</Keys> })}
                </span>
              )}
            </p>
          )}
        </div>
      )}
    </>
  )
}
