import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, CornerUpLeft, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { FileId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { focusBack } from '../look/popups/focus-back.ts'
import { sizeWords } from '../look/wording/size-words.ts'
import { sinceWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRoom, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showPlace } from '../state/view-store.ts'
import { hideViewer, useViewer } from '../state/viewer-store.ts'
import { type PictureFile, sortFiles } from './file-kinds.ts'
import { shownFileName } from './shown-file-name.ts'
import { useSaving } from './use-saving.ts'
import { ViewedPicture } from './ViewedPicture.tsx'
import styles from './Viewer.module.css'

/** The pictures of a message over the whole window, as large as they are. */
export function Viewer() {
  const viewed = useViewer((state) => state.viewed)
  const room = useRoom(viewed?.message.room)
  const now = useMessage(viewed?.message.room ?? ('' as Message['room']), viewed?.message.id)
  // Taken away while somebody looks at it, or the room is theirs no more.
  const isGone = viewed !== undefined && (room === undefined || now?.removedAt !== undefined)
  useEffect(() => {
    if (isGone) hideViewer()
  }, [isGone])
  // Signed out: whoever comes next in this window is shown nothing of it.
  useEffect(() => hideViewer, [])
  if (viewed === undefined || isGone) return null
  const pictures = sortFiles(viewed.message.attachments).pictures.filter(({ file }) => viewed.files.includes(file))
  return <OpenViewer key={viewed.message.id} message={viewed.message} pictures={pictures} first={viewed.at} />
}

type OpenViewerProps = {
  readonly message: Message
  readonly pictures: readonly PictureFile[]
  readonly first: FileId
}

function OpenViewer({ message, pictures, first }: OpenViewerProps) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const room = useRoom(message.room)
  const before = useRef(document.activeElement)
  const [at, setAt] = useState(first)
  const index = Math.max(
    0,
    pictures.findIndex(({ file }) => file === at),
  )
  const picture = pictures[index]
  const popup = useRef<HTMLDivElement>(null)
  const zoomKeys = useRef<(key: string) => boolean>(() => false)
  const { save, isSaving, problem } = useSaving(picture ?? { file: first, name: '' })
  if (picture === undefined) return null
  const author = nameOf(say, users, message.author)
  const title = picture.caption ?? shownFileName(picture.name, say('media.picture'))
  const move = (to: number) => {
    const next = pictures[index + to]
    if (next !== undefined) setAt(next.file)
  }
  const goThere = () => {
    hideViewer()
    showPlace({ room: message.room, message: message.id })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    // Back to the one before is where the words begin.
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') move(event.key === forward ? 1 : -1)
    else if (event.key === 's' && !event.repeat) save()
    else if (!zoomKeys.current(event.key)) return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && hideViewer()}>
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          className={styles.viewer}
          data-theme="dark"
          initialFocus={popup}
          finalFocus={() => focusBack(before.current)}
          onKeyDown={onKeyDown}
        >
          <header className={styles.top}>
            <PersonFace user={message.author} />
            <div className={styles.who}>
              <Dialog.Title className={styles.name} dir="auto">
                {author}
              </Dialog.Title>
              <p>
                <bdi>{room && <RoomName room={room} />}</bdi> · {sinceWords(message.at, clock)}
              </p>
            </div>
            <div className={styles.tools} role="toolbar" aria-label={say('media.tools')}>
              <IconButton label={say('media.zoom-out')} onClick={() => zoomKeys.current('-')}>
                <ZoomOut />
              </IconButton>
              <button type="button" className={styles.fit} onClick={() => zoomKeys.current('0')}>
                {say('media.fit')}
              </button>
              <IconButton label={say('media.zoom-in')} onClick={() => zoomKeys.current('+')}>
                <ZoomIn />
              </IconButton>
              <IconButton label={say('media.go-to-message')} onClick={goThere}>
                <CornerUpLeft />
              </IconButton>
              <IconButton label={say('media.save', { name: title })} disabled={isSaving} onClick={save}>
                <Download />
              </IconButton>
              <Dialog.Close render={<IconButton label={say('look.close')} />}>
                <X />
              </Dialog.Close>
            </div>
          </header>
          <ViewedPicture key={picture.file} picture={picture} title={title} keys={zoomKeys} onSwipe={move} />
          {index > 0 && (
            <IconButton label={say('media.before')} className={styles.back} onClick={() => move(-1)}>
              <ChevronLeft />
            </IconButton>
          )}
          {index < pictures.length - 1 && (
            <IconButton label={say('media.next')} className={styles.next} onClick={() => move(1)}>
              <ChevronRight />
            </IconButton>
          )}
          <footer className={styles.foot}>
            <div className={styles.about}>
              <p className={styles.caption} dir="auto">
                {title}
              </p>
              <p className={styles.size}>
                <bdi>
                  {say.number(picture.width)} × {say.number(picture.height)}
                </bdi>{' '}
                · {sizeWords(picture.sizeBytes, say.locale)}
              </p>
              {problem !== undefined && <p role="alert">{problem}</p>}
            </div>
            <p className={styles.keys} aria-live="polite">
              {pictures.length > 1 && say('media.place', { place: index + 1, count: pictures.length })}
              <span aria-hidden="true">
                {pictures.length > 1 && (
                  <>
                    <Keys>←</Keys> <Keys>→</Keys> {say('media.key-moves')}{' '}
                  </>
                )}
                <Keys>{keyNames(say, 'Esc')}</Keys> {say('media.key-closes')}
              </span>
            </p>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function RoomName({ room }: { readonly room: NonNullable<ReturnType<typeof useRoom>> }) {
  return <>{useRoomTitle(room)}</>
}
