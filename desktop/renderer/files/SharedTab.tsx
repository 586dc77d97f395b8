import { Download, FileText, Link as LinkIcon } from 'lucide-react'
import { useState } from 'react'
import { listAddresses } from '../../../common/count-links.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { useRowKeys } from '../look/keys/use-row-keys.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { listTimeWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import { showPlace } from '../state/view-store.ts'
import { showPicture } from '../state/viewer-store.ts'
import { FileName } from './FileName.tsx'
import { iconOf } from './file-icon.ts'
import { kindOf, sortFiles } from './file-kinds.ts'
import { PictureTile } from './PictureTile.tsx'
import styles from './SharedTab.module.css'
import { monthsOf } from './shared-months.ts'
import { shownFileName } from './shown-file-name.ts'
import { useShared } from './use-room-files.ts'
import { useSaving } from './use-saving.ts'

type Shows = 'all' | 'pictures' | 'documents'

/** What people have sent in a room, by month, the newest first; each leads to its message. */
export function FilesTab({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const [shows, setShows] = useState<Shows>('all')
  const shared = useShared(room, shows === 'pictures' ? 'image' : 'file')
  return (
    <>
      <div className={styles.chips}>
        <Segmented
          label={say('media.which')}
          value={shows}
          choices={[
            { value: 'all', name: say('media.all') },
            { value: 'pictures', name: say('media.only-pictures') },
            { value: 'documents', name: say('media.documents') },
          ]}
          onChoose={(value) => setShows(value as Shows)}
        />
      </div>
      <SharedList shared={shared} kind="file" shows={shows} />
    </>
  )
}

/** The addresses that stand in what was said, each with its message. */
export function LinksTab({ room }: { readonly room: RoomId }) {
  return <SharedList shared={useShared(room, 'link')} kind="link" shows="all" />
}

type SharedListProps = {
  readonly shared: ReturnType<typeof useShared>
  readonly kind: 'file' | 'link'
  readonly shows: Shows
}

function SharedList({ shared, kind, shows }: SharedListProps) {
  const say = useWords()
  const clock = useClock()
  const { messages, isLoading, error, again, more } = shared
  const months = monthsOf(messages, clock)
  const keys = useRowKeys(messages.map(({ id }) => id))
  if (error !== undefined && messages.length === 0) {
    return <Broken title={say('media.not-loaded')} words={say('about.messages-go-on')} onAgain={again} />
  }
  if (messages.length === 0) {
    if (isLoading) return <RowsSkeleton label={say('media.loading')} />
    return (
      <Centre
        picture={<IconTile size={56}>{kind === 'file' ? <FileText /> : <LinkIcon />}</IconTile>}
        title={say(kind === 'file' ? 'media.no-files' : 'media.no-links')}
      >
        {say(kind === 'file' ? 'media.no-files-yet' : 'media.no-links-yet')}
      </Centre>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows have the buttons
    <div onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
      {months.map(({ title, messages: ofMonth }) => (
        <section key={title} aria-label={title}>
          <h3 className={styles.month}>{title}</h3>
          {kind === 'file' && shows !== 'documents' && <Pictures messages={ofMonth} />}
          <ul className={styles.rows}>
            {ofMonth.flatMap((message) =>
              kind === 'link'
                ? listAddresses(message.text)
                    .filter((url) => URL.canParse(url))
                    .map((url) => <LinkRow key={`${message.id} ${url}`} message={message} url={url} />)
                : message.attachments
                    .filter((file) => kindOf(file) !== 'picture')
                    .map((file) => <FileRow key={file.file} message={message} file={file} />),
            )}
          </ul>
        </section>
      ))}
      {more !== undefined && (
        <div className={styles.more}>
          <Button look="quiet" size="small" onClick={more}>
            {say('media.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Pictures({ messages }: { readonly messages: readonly Message[] }) {
  const found = messages.flatMap((message) =>
    sortFiles(message.attachments).pictures.map((picture) => ({ message, picture })),
  )
  if (found.length === 0) return null
  return (
    <div className={styles.pictures}>
      {found.map(({ message, picture }) => (
        <div key={picture.file} className={styles.picture}>
          <PictureTile
            picture={picture}
            onOpen={() =>
              showPicture({
                message,
                files: sortFiles(message.attachments).pictures.map(({ file }) => file),
                at: picture.file,
              })
            }
          />
        </div>
      ))}
    </div>
  )
}

function FileRow({ message, file }: { readonly message: Message; readonly file: Attachment }) {
  const say = useWords()
  const { isSaving, save } = useSaving(file)
  const Icon = iconOf(file.mediaType)
  return (
    <li className={styles.row}>
      <Row
        message={message}
        icon={<Icon />}
        title={<FileName name={file.name} />}
        told={sizeWords(file.sizeBytes, say.locale)}
      />
      <IconButton
        label={say('media.save', { name: shownFileName(file.name, say('media.file')) })}
        size={30}
        disabled={isSaving}
        onClick={save}
      >
        <Download />
      </IconButton>
    </li>
  )
}

function LinkRow({ message, url }: { readonly message: Message; readonly url: string }) {
  const title = message.preview?.url === url ? message.preview.title : url
  return (
    <li className={styles.row}>
      <Row
        message={message}
        icon={<LinkIcon />}
        title={<bdi className={styles.title}>{title}</bdi>}
        told={new URL(url).host}
      />
    </li>
  )
}

type RowProps = {
  readonly message: Message
  readonly icon: React.ReactNode
  readonly title: React.ReactNode
  readonly told: string
}

/** Leads to where it was said. */
function Row({ message, icon, title, told }: RowProps) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const by = nameOf(say, users, message.author)
  return (
    <button
      type="button"
      className={styles.go}
      data-row={message.id}
      onClick={() => showPlace({ room: message.room, message: message.id })}
    >
      <IconTile look="accent">{icon}</IconTile>
      <span className={styles.words}>
        <span className={styles.name}>{title}</span>
        <small>{say('media.told-by', { told, by, when: listTimeWords(message.at, clock) })}</small>
      </span>
    </button>
  )
}
