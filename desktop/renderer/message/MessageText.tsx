import { Check, Copy } from 'lucide-react'
import { memo, useState } from 'react'
import type { Message } from '../../../common/message.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { parseText, type TextPart } from '../text/text-parts.ts'
import { CodeText } from './CodeText.tsx'
import styles from './MessageText.module.css'

type MessageTextProps = { readonly message: Pick<Message, 'text' | 'format' | 'mentions'> }

/** Draws text as text. Whatever people type becomes React text nodes, never HTML. */
export const MessageText = memo(function MessageText({ message }: MessageTextProps) {
  const parts = parseText(message.text, message.format)
  return (
    <span className={styles.text} dir="auto" data-words>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are cut from one text and have no life of their own
        <Part key={index} part={part} mentions={message.mentions} />
      ))}
    </span>
  )
})

function Part({ part, mentions }: { readonly part: TextPart; readonly mentions: Message['mentions'] }) {
  switch (part.kind) {
    case 'link':
      return (
        <a href={part.url} target="_blank" rel="noreferrer noopener" onClick={openOutside}>
          {part.text}
        </a>
      )
    case 'mention':
      return <MentionPart text={part.text} handle={part.handle} mentions={mentions} />
    case 'code':
      return <code className={styles.code}>{part.text}</code>
    case 'strong':
      return <strong>{part.text}</strong>
    case 'block':
      return <CodeBlock text={part.text} language={part.language} />
    default:
      return part.text
  }
}

/** Marked only where the sender's client named the person: a handle alone is just text. */
function MentionPart({ text, handle, mentions }: { text: string; handle: string; mentions: Message['mentions'] }) {
  const me = useMe()
  const users = useUsers()
  const mention = mentions.find((each) => (each === 'room' ? handle === 'room' : users[each]?.handle === handle))
  if (mention === undefined) return text
  const isMe = mention === 'room' || mention === me.id
  const name = mention === 'room' ? 'Everyone in this room' : users[mention]?.displayName
  return (
    <span className={styles.mention} data-me={isMe} title={name}>
      {text}
    </span>
  )
}

function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setIsCopied(true)
  }
  return (
    <span className={styles.block}>
      <button
        type="button"
        className={styles.copy}
        onClick={() => void copy()}
        onPointerLeave={() => setIsCopied(false)}
        aria-label={isCopied ? 'Copied' : 'Copy code'}
        title={isCopied ? 'Copied' : 'Copy code'}
      >
        {isCopied ? <Check /> : <Copy />}
      </button>
      <code dir="ltr">
        <CodeText text={text} language={language} />
      </code>
    </span>
  )
}

/** In the desktop an address opens in the system's browser, never in the app's own window. */
function openOutside(event: React.MouseEvent<HTMLAnchorElement>): void {
  const bridge = desktopBridge()
  if (bridge === undefined) return
  event.preventDefault()
  bridge.openExternal(event.currentTarget.href)
}
