import { useContext } from 'react'
import { inviteHere, placeHere } from '../../text/address-parse.ts'
import { hereHandle, readMention } from '../../text/mention-reading.ts'
import type { Inline } from '../../text/text-tree.ts'
import { ConversationContext } from '../conversation/conversation-context.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { useWords } from '../state/language-choice.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { serverAddress } from '../state/server-address.ts'
import { showInvite, showPlace } from '../state/view-store.ts'
import { openOutside } from '../text/open-outside.ts'
import { findNamed, readHereTold } from './here-told.ts'
import { SpoilerText } from './SpoilerText.tsx'
import styles from './TextInlines.module.css'
import type { TextMessage } from './text-message.ts'

/** Fits on a line anywhere, so it need not be broken. */
const shortCode = 20

type TextInlinesProps = { readonly parts: readonly Inline[]; readonly message: TextMessage }

/** Words and what stands among them. Text stays text: each part becomes a React text node. */
export function TextInlines({ parts, message }: TextInlinesProps) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts are cut from one text and have no life of their own
    <InlineView key={index} part={part} message={message} />
  ))
}

function InlineView({ part, message }: { readonly part: Inline; readonly message: TextMessage }) {
  switch (part.kind) {
    case 'words':
      return part.text
    case 'code':
      return (
        <code className={styles.code} dir="ltr" data-short={part.text.length <= shortCode}>
          {part.text}
        </code>
      )
    case 'mention':
      return <MentionName run={part.run} message={message} />
    case 'emoji-code':
      return <EmojiOf code={part.code} />
    case 'link':
      return <LinkView link={part} message={message} />
    default:
      return <MarkView part={part} message={message} />
  }
}

function MarkView({ part, message }: { part: Extract<Inline, { kind: 'mark' }>; message: TextMessage }) {
  const inner = <TextInlines parts={part.children} message={message} />
  switch (part.mark) {
    case 'strong':
      return <strong className={styles.strong}>{inner}</strong>
    case 'emphasis':
      return <em>{inner}</em>
    case 'strike':
      return <del>{inner}</del>
    default:
      return <SpoilerText parts={part.children}>{inner}</SpoilerText>
  }
}

function EmojiOf({ code }: { readonly code: string }) {
  const find = useEmojiLookup()
  return find(code) ?? `:${code}:`
}

/** Marked only where the sender's client named the person: a handle alone is just text. */
function MentionName({ run, message }: { readonly run: string; readonly message: TextMessage }) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const { mentions } = message
  const named = findNamed(mentions, users)
  const here = hereRun.test(run) ? readHereTold(message, users) : []
  const read = readMention(run, named, { room: mentions.includes('room'), here: here.length > 0 })
  if (read === undefined) return `@${run}`
  const { mention } = read
  const person = mention === 'room' || mention === 'here' ? undefined : mention
  const isMe = mention === 'room' || mention === me.id || (mention === 'here' && here.includes(me.id))
  const everyone = mention === 'here' ? say('message.those-here', { count: here.length }) : say('message.everyone')
  return (
    <>
      {person === undefined ? (
        <bdi className={styles.mention} data-me={isMe} title={everyone}>
          @{read.handle}
        </bdi>
      ) : (
        <button
          type="button"
          className={styles.mention}
          data-me={isMe}
          title={nameOf(say, users, person)}
          onClick={(event) => showPerson(person, event.currentTarget)}
        >
          <bdi>@{read.handle}</bdi>
        </button>
      )}
      {read.rest}
    </>
  )
}

const hereRun = new RegExp(`^${hereHandle}(?![a-z0-9])`, 'i')

function LinkView({ link, message }: { link: Extract<Inline, { kind: 'link' }>; message: TextMessage }) {
  // Words are drawn outside of their conversation too: as evidence of a report, say.
  const around = useContext(ConversationContext)
  const place = placeHere(link, serverAddress())
  const open = (event: React.MouseEvent<HTMLAnchorElement>) => {
    const invited = inviteHere(link.url, serverAddress())
    if (place === undefined && invited === undefined) return openOutside(event)
    event.preventDefault()
    if (invited !== undefined) return showInvite(invited)
    if (place === undefined) return
    if (place.room === around?.room.id && place.message !== undefined) around.follow(place.message)
    else showPlace(place)
  }
  const host = hostHidden(link)
  return (
    // An address is written from left to right; a name that somebody gave it has a direction of its own.
    <a
      href={link.url}
      title={link.isBare ? undefined : link.url}
      target="_blank"
      rel="noreferrer noopener"
      dir={link.isBare ? 'ltr' : 'auto'}
      onClick={open}
    >
      {link.children.length === 0 ? link.url : <TextInlines parts={link.children} message={message} />}
      {host !== undefined && <span className={styles.host}> ({host})</span>}
    </a>
  )
}

/** Words that look like one address and lead to another say where they lead. */
function hostHidden(link: Extract<Inline, { kind: 'link' }>): string | undefined {
  if (link.isBare || !URL.canParse(link.url)) return undefined
  const { hostname } = new URL(link.url)
  const said = link.children.map((part) => ('text' in part ? part.text : '')).join('')
  const looksLike = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu.exec(said)?.[1]?.toLowerCase()
  if (looksLike === undefined || withoutWww(looksLike) === withoutWww(hostname)) return undefined
  return hostname === '' ? link.url : hostname
}

const withoutWww = (host: string) => host.replace(/^www\./, '')
