import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { focusBack } from '../look/popups/focus-back.ts'
import { sizeWords } from '../look/wording/size-words.ts'
import { sinceWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { showForward } from '../state/forward-dialog.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoom, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { readMessage, useMessage } from '../state/timeline-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showPlace } from '../state/view-store.ts'
import { hideViewer, lookAtPicture, useViewer, type ViewedPictures } from '../state/viewer-store.ts'
import { type PictureFile, sortFiles } from './file-kinds.ts'
import { shownFileName } from './shown-file-name.ts'
import { useSaving } from './use-saving.ts'
import { ViewedPicture } from './ViewedPicture.tsx'
import styles from './Viewer.module.css'
import { ViewerStrip } from './ViewerStrip.tsx'
import { PictureTools, ViewerTools } from './ViewerTools.tsx'

/** The pictures of a room over the whole window, as large as they are. */
export function Viewer() {
  const viewed = useViewer((state) => state.viewed)
  const message = viewed?.pictures.find(({ file }) => file === viewed.at)?.message
  const room = useRoom(message?.room)
  const now = useMessage(message?.room ?? ('' as RoomId), message?.id)
  // Taken away while somebody looks at it, or the room is theirs no more.
  const isGone = viewed !== undefined && (room === undefined || now?.removedAt !== undefined)
  useEffect(() => {
    if (isGone) hideViewer()
  }, [isGone])
  // Signed out: whoever comes next in this window is shown nothing of it.
  useEffect(() => hideViewer, [])
  if (viewed === undefined || message === undefined || isGone) return null
  return <OpenViewer viewed={viewed} message={message} />
}

type OpenViewerProps = { readonly viewed: ViewedPictures; readonly message: Message }

function OpenViewer({ viewed, message }: OpenViewerProps) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const room = useRoom(message.room)
  const before = useRef(document.activeElement)
  const pictures = useMemo(() => listThere(viewed.pictures), [viewed.pictures])
  const index = Math.max(
    0,
    pictures.findIndex(({ file }) => file === viewed.at),
  )
  const picture = pictures[index]
  const popup = useRef<HTMLDivElement>(null)
  const zoomKeys = useRef<(key: string) => boolean>(() => false)
  const { save, isSaving, problem } = useSaving(picture ?? { file: viewed.at, name: '' })
  if (picture === undefined) return null
  const author = nameOf(say, users, message.author)
  const title = picture.caption ?? shownFileName(picture.name, say('media.picture'))
  const move = (by: number) => {
    const next = pictures[index + by]
    if (next !== undefined) lookAtPicture(next.file)
  }
  const goThere = () => {
    hideViewer()
    showPlace({ room: message.room, message: message.id })
  }
  const passOn = () => {
    hideViewer()
    showForward(message, picture.file)
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
            <ViewerTools onZoom={(key) => zoomKeys.current(key)}>
              <PictureTools title={title} isSaving={isSaving} onSave={save} onGoThere={goThere} onPassOn={passOn} />
            </ViewerTools>
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
            {pictures.length > 1 && <ViewerStrip pictures={pictures} index={index} onChoose={lookAtPicture} />}
            <p className={styles.keys} aria-live="polite">
              <bdi>{pictures.length > 1 && say('media.place', { place: index + 1, count: pictures.length })}</bdi>
              <ViewerKeys canMove={pictures.length > 1} />
            </p>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What the keys do; to be seen, since whoever hears the page has the buttons. */
function ViewerKeys({ canMove }: { readonly canMove: boolean }) {
  const say = useWords()
  return (
    <span aria-hidden="true">
      {canMove && (
        <>
          <Keys>←</Keys> <Keys>→</Keys> {say('media.key-moves')}{' '}
        </>
      )}
      <Keys>+</Keys> <Keys>−</Keys> <Keys>0</Keys> {say('media.key-zooms')} <Keys>S</Keys> {say('media.key-saves')}{' '}
      <Keys>{keyNames(say, 'Esc')}</Keys> {say('media.key-closes')}
    </span>
  )
}

/** Without those that were taken away since, wherever it is known. */
function listThere(pictures: ViewedPictures['pictures']): readonly PictureFile[] {
  return pictures.flatMap(({ message, file }) => {
    if (readMessage(message.room, message.id)?.message.removedAt !== undefined) return []
    return sortFiles(message.attachments).pictures.filter((one) => one.file === file)
  })
}

function RoomName({ room }: { readonly room: NonNullable<ReturnType<typeof useRoom>> }) {
  return <>{useRoomTitle(room)}</>
}
