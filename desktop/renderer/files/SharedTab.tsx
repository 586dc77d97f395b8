import { CornerUpLeft, Download, FileText, Link as LinkIcon, Search as SearchIcon } from 'lucide-react'
import { useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { maxQueryCharacters } from '../../../common/search/search-words.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import { errorWords } from '../../words/error-words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { useSettled } from '../look/fields/use-settled.ts'
import { type RowKeys, useRowKeys } from '../look/keys/use-row-keys.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { listTimeWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import { showPlace } from '../state/view-store.ts'
import { showPicture, type ViewedPictures } from '../state/viewer-store.ts'
import { FileName } from './FileName.tsx'
import { iconOf } from './file-icon.ts'
import { PictureTile } from './PictureTile.tsx'
import styles from './SharedTab.module.css'
import { linkKeyOf, monthKeysOf, monthsOf, rowKeysOf, type SharedPart, type Shows } from './shared-months.ts'
import { shownFileName } from './shown-file-name.ts'
import { type Shared, useShared } from './use-room-files.ts'
import { useSaving } from './use-saving.ts'

/** What people have sent in a room, by month, the newest first; each leads to its message. */
export function FilesTab({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const [shows, setShows] = useState<Exclude<Shows, 'links'>>('all')
  const find = useFinding()
  const shared = useShared(room, shows === 'pictures' ? 'image' : 'file', find.wanted)
  return (
    <>
      <div className={styles.chips}>
        <FindBox label={say('media.find-files')} find={find} />
        <Segmented
          label={say('media.which')}
          value={shows}
          choices={[
            { value: 'all', name: say('media.all') },
            { value: 'pictures', name: say('media.only-pictures') },
            { value: 'documents', name: say('media.documents') },
          ]}
          onChoose={setShows}
        />
      </div>
      <SharedList shared={shared} shows={shows} find={find} />
    </>
  )
}

/** The addresses that stand in what was said, each with its message. */
export function LinksTab({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const find = useFinding()
  return (
    <>
      <div className={styles.chips}>
        <FindBox label={say('media.find-links')} find={find} />
      </div>
      <SharedList shared={useShared(room, 'link', find.wanted)} shows="links" find={find} />
    </>
  )
}

/** What is typed into a tab's box; `wanted`: as it is asked for. */
type Finding = { readonly typed: string; readonly wanted: string; readonly onTyped: (typed: string) => void }

function useFinding(): Finding {
  const [typed, setTyped] = useState('')
  return { typed, wanted: useSettled(typed.trim(), 200), onTyped: setTyped }
}

function FindBox({ label, find }: { readonly label: string; readonly find: Finding }) {
  return (
    <SearchBox
      label={label}
      value={find.typed}
      maxLength={maxQueryCharacters}
      onChange={(event) => find.onTyped(event.target.value)}
      onKeyDown={(event) => {
        // What is typed goes first, and the panel with the next one.
        if (event.key !== 'Escape' || find.typed === '') return
        event.stopPropagation()
        find.onTyped('')
      }}
    />
  )
}

type SharedListProps = { readonly shared: Shared; readonly shows: Shows; readonly find: Finding }

function SharedList({ shared, shows, find }: SharedListProps) {
  const say = useWords()
  const clock = useClock()
  const { messages, isLoading, error, again, more } = shared
  const months = monthsOf(messages, shows, clock)
  const keys = useRowKeys(months.flatMap(monthKeysOf))
  const isOfLinks = shows === 'links'
  // As they were sent: what is next in the viewer came after it.
  const inOrder = months
    .flatMap(({ parts }) => parts)
    .reverse()
    .flatMap(({ message, pictures }) => pictures.map(({ file }) => ({ message, file })))
  if (error !== undefined && messages.length === 0) {
    return <Broken title={say('media.not-loaded')} words={say('about.messages-go-on')} onAgain={again} />
  }
  if (months.length === 0 && more === undefined) {
    if (isLoading) return <RowsSkeleton label={say('media.loading')} />
    if (find.wanted !== '') return <NothingFound find={find} />
    return (
      <Centre
        picture={<IconTile size={56}>{isOfLinks ? <LinkIcon /> : <FileText />}</IconTile>}
        title={say(isOfLinks ? 'media.no-links' : 'media.no-files')}
      >
        {say(isOfLinks ? 'media.no-links-yet' : 'media.no-files-yet')}
      </Centre>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows have the buttons
    <div onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
      {months.map(({ title, parts }) => (
        <section key={title} aria-label={title}>
          <h3 className={styles.month}>{title}</h3>
          <Pictures parts={parts} keys={keys} inOrder={inOrder} />
          {parts.some((part) => rowKeysOf(part).length > 0) && (
            <ul className={styles.rows}>
              {parts.flatMap(({ message, files, links }) => [
                ...files.map((file) => (
                  <FileRow key={file.file} message={message} file={file} tabIndex={keys.tabIndexOf(file.file)} />
                )),
                ...links.map((url) => {
                  const key = linkKeyOf(message, url)
                  return <LinkRow key={key} message={message} url={url} tabIndex={keys.tabIndexOf(key)} />
                }),
              ])}
            </ul>
          )}
        </section>
      ))}
      {more !== undefined && (
        <div className={styles.more}>
          <Problem words={error && errorWords(say, error)} />
          <Button look="quiet" size="small" onClick={more}>
            {say('media.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function NothingFound({ find }: { readonly find: Finding }) {
  const say = useWords()
  return (
    <Centre
      picture={
        <IconTile size={56}>
          <SearchIcon />
        </IconTile>
      }
      title={say('media.nothing-found', { words: find.wanted })}
      actions={
        <Button look="quiet" size="small" onClick={() => find.onTyped('')}>
          {say('about.show-all')}
        </Button>
      }
    >
      {say('media.nothing-found-means')}
    </Centre>
  )
}

type PicturesProps = {
  readonly parts: readonly SharedPart[]
  readonly keys: RowKeys
  readonly inOrder: ViewedPictures['pictures']
}

function Pictures({ parts, keys, inOrder }: PicturesProps) {
  const say = useWords()
  const found = parts.flatMap(({ message, pictures }) => pictures.map((picture) => ({ message, picture })))
  if (found.length === 0) return null
  return (
    <ul className={styles.pictures}>
      {found.map(({ message, picture }) => {
        const tabIndex = keys.tabIndexOf(picture.file)
        return (
          <li key={picture.file} className={styles.picture}>
            <PictureTile
              picture={picture}
              row={{ key: picture.file, tabIndex }}
              onOpen={() => showPicture({ pictures: inOrder, at: picture.file })}
            />
            <IconButton
              label={say('media.go-to-message')}
              className={styles.there}
              size={30}
              tabIndex={tabIndex}
              onClick={() => showPlace({ room: message.room, message: message.id })}
            >
              <CornerUpLeft />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}

type RowOf<What> = What & { readonly message: Message; readonly tabIndex: 0 | -1 }

function FileRow({ message, file, tabIndex }: RowOf<{ readonly file: Attachment }>) {
  const say = useWords()
  const { isSaving, problem, save } = useSaving(file)
  const Icon = iconOf(file.mediaType)
  return (
    <li>
      <div className={styles.row}>
        <Row
          message={message}
          rowKey={file.file}
          tabIndex={tabIndex}
          icon={<Icon />}
          title={<FileName name={file.name} />}
          told={sizeWords(file.sizeBytes, say.locale)}
        />
        <IconButton
          label={say('media.save', { name: shownFileName(file.name, say('media.file')) })}
          size={30}
          tabIndex={tabIndex}
          disabled={isSaving}
          onClick={save}
        >
          <Download />
        </IconButton>
      </div>
      {problem !== undefined && (
        <div className={styles.problem}>
          <Problem words={problem} />
        </div>
      )}
    </li>
  )
}

function LinkRow({ message, url, tabIndex }: RowOf<{ readonly url: string }>) {
  const title = message.preview?.url === url ? message.preview.title : url
  return (
    <li className={styles.row}>
      <Row
        message={message}
        rowKey={linkKeyOf(message, url)}
        tabIndex={tabIndex}
        icon={<LinkIcon />}
        title={<bdi className={styles.title}>{title}</bdi>}
        told={new URL(url).host}
      />
    </li>
  )
}

type RowProps = {
  readonly message: Message
  readonly rowKey: string
  readonly tabIndex: 0 | -1
  readonly icon: React.ReactNode
  readonly title: React.ReactNode
  readonly told: string
}

/** Leads to where it was said. */
function Row({ message, rowKey, tabIndex, icon, title, told }: RowProps) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const by = nameOf(say, users, message.author)
  return (
    <button
      type="button"
      className={styles.go}
      data-row={rowKey}
      tabIndex={tabIndex}
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
