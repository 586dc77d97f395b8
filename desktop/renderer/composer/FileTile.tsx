import { FileText, GripVertical, MapPin, X } from 'lucide-react'
import type { FileId } from '../../../common/ids.ts'
import type { TransferView } from '../../file-command.ts'
import type { Words } from '../../words/words.ts'
import { retryFile } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { fileProblemWords } from '../sending/file-problem-words.ts'
import { useLocalPicture } from '../sending/local-pictures.ts'
import { ProgressRing } from '../sending/ProgressRing.tsx'
import { mayTell } from '../sending/picked-files.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './FileTile.module.css'
import type { DraftFiles, KeptDraftFile, RefusedFile } from './use-draft-files.ts'

/** What a tile carries while it is dragged to another place: nothing that anybody else could take for a file. */
const tileType = 'application/x-natter-tile'
const mostCaption = 2_000

type FileTileProps = {
  readonly kept: KeptDraftFile
  readonly place: number
  readonly count: number
  readonly files: DraftFiles
  readonly onFocusPlace: (place: number) => void
  /** It is taken away, and had the focus. */
  readonly onGone: () => void
}

/** One file of the next message: what it is, how far it is, its caption; moved by dragging, or with Alt and the arrows. */
export function FileTile({ kept, place, count, files, onFocusPlace, onGone }: FileTileProps) {
  const say = useWords()
  const { draft, transfer } = kept
  const { file } = draft
  const { name, state, error } = transfer
  const picture = useLocalPicture(file)
  const isOriginal = transfer.isOriginal === true
  const problem = state === 'stuck' && error !== undefined ? fileProblemWords(say, error) : undefined

  const remove = () => {
    files.remove(file, name)
    onGone()
  }
  const move = (by: number) => {
    files.move(file, by)
    // The tile is drawn in its new place, where the focus has to follow it.
    requestAnimationFrame(() => onFocusPlace(Math.min(Math.max(0, place + by), count - 1)))
  }
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const isForward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    const by = event.key === isForward ? 1 : -1
    if (isArrow && event.altKey) move(by)
    else if (isArrow) onFocusPlace(place + by)
    else if (event.key === 'Home') onFocusPlace(0)
    else if (event.key === 'End') onFocusPlace(count - 1)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove()
    else return
    event.preventDefault()
  }
  const onDrag = (event: React.DragEvent) => {
    event.dataTransfer.setData(tileType, file)
    event.dataTransfer.effectAllowed = 'move'
  }
  const onDragOver = (event: React.DragEvent) => {
    if (!event.dataTransfer.types.includes(tileType)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
  }
  const onDrop = (event: React.DragEvent) => {
    const dropped = event.dataTransfer.getData(tileType)
    if (dropped === '') return
    event.preventDefault()
    event.stopPropagation()
    if (dropped !== file) files.moveTo(dropped as FileId, file)
  }

  return (
    <li
      className={styles.tile}
      data-state={state}
      draggable
      onDragStart={onDrag}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      <div className={styles.face}>
        {picture === undefined ? (
          <div className={styles.shown} aria-hidden="true">
            <NamedFace name={name} about={aboutWords(say, transfer)} />
          </div>
        ) : (
          <img className={styles.picture} src={picture} alt="" draggable={false} />
        )}
        <button
          type="button"
          className={styles.hold}
          data-row={file}
          tabIndex={place === 0 ? 0 : -1}
          aria-label={say('attach.tile', { name, about: aboutWords(say, transfer), place: place + 1, count })}
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
          onKeyDown={onKeyDown}
        />
        {problem === undefined && (state === 'sending' || (state === 'waiting' && transfer.sentBytes > 0)) && (
          <div className={styles.ring}>
            <ProgressRing transfer={transfer} />
          </div>
        )}
        {count > 1 && problem === undefined && (
          <span className={styles.grip} aria-hidden="true">
            <GripVertical />
          </span>
        )}
        {mayTell(transfer.mediaType) && problem === undefined && (
          <button
            type="button"
            className={styles.original}
            aria-pressed={isOriginal}
            aria-label={say('attach.original', { name })}
            title={say('attach.original-means')}
            onClick={() => files.setOriginal(file, !isOriginal)}
          >
            <MapPin aria-hidden="true" />
            {isOriginal && <span aria-hidden="true">{say('attach.original-mark')}</span>}
          </button>
        )}
        {problem !== undefined && (
          <div className={styles.problem} role="alert">
            <bdi className={styles.name}>{name}</bdi>
            <span>{problem}</span>
            {error?.code === 'image-unreadable' ? (
              <Button look="word" onClick={() => files.setOriginal(file, true)}>
                {say('attach.send-as-original')}
              </Button>
            ) : (
              <Button look="word" onClick={() => void retryFile(file)}>
                {say('look.try-again')}
              </Button>
            )}
          </div>
        )}
        <RemoveButton name={name} onRemove={remove} />
      </div>
      {problem === undefined && (
        <input
          className={styles.caption}
          value={draft.caption ?? ''}
          dir="auto"
          maxLength={mostCaption}
          placeholder={say('attach.caption')}
          aria-label={say('attach.caption-of', { name })}
          onChange={(event) => files.caption(file, event.target.value)}
        />
      )}
    </li>
  )
}

/** While it is being put on disk. */
export function ComingTile({ name, sizeBytes }: { readonly name: string; readonly sizeBytes: number }) {
  const say = useWords()
  return (
    <li className={styles.tile} aria-busy="true">
      <div className={styles.face}>
        <div className={styles.shown}>
          <NamedFace name={name} about={sizeWords(sizeBytes, say.locale)} />
        </div>
      </div>
    </li>
  )
}

type RefusedTileProps = { readonly refused: RefusedFile; readonly files: DraftFiles; readonly onGone: () => void }

/** What does not go with the message, and why: the text stays, and the others. */
export function RefusedTile({ refused, files, onGone }: RefusedTileProps) {
  const say = useWords()
  const { file, bytes, error } = refused
  return (
    <li className={styles.tile} data-state="stuck">
      <div className={styles.face}>
        <div className={styles.problem} role="alert">
          <bdi className={styles.name}>{bytes.name}</bdi>
          <span>{fileProblemWords(say, error)}</span>
          {error.code === 'image-unreadable' && (
            <Button look="word" onClick={() => files.takeAsOriginal(refused)}>
              {say('attach.send-as-original')}
            </Button>
          )}
        </div>
        <RemoveButton
          name={bytes.name}
          onRemove={() => {
            files.forget(file)
            onGone()
          }}
        />
      </div>
    </li>
  )
}

function NamedFace({ name, about }: { readonly name: string; readonly about: string }) {
  return (
    <>
      <FileText aria-hidden="true" />
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.about}>{about}</span>
    </>
  )
}

function RemoveButton({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const say = useWords()
  const label = say('attach.remove', { name })
  return (
    <button type="button" className={styles.remove} aria-label={label} title={label} onClick={onRemove}>
      <X aria-hidden="true" />
    </button>
  )
}

function aboutWords(say: Words, { state, sizeBytes, error }: TransferView): string {
  const size = sizeWords(sizeBytes, say.locale)
  if (state === 'whole') return say('attach.ready', { size })
  return error === undefined ? size : say('attach.size-and', { size, about: fileProblemWords(say, error) })
}
