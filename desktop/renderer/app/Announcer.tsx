import { useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { isOfBlocked } from '../../../common/of-blocked.ts'
import { messageLine } from '../../text/message-line.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { isBlockedNow } from '../state/people-selectors.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { newestSeq, newMessages, spokenOf } from './new-messages.ts'

/** Those that come within it are one announcement: a voice that is interrupted at each message says none of them. */
const gatherMs = 500
/** A line that goes is not read again; a few stay, so that a reader who is late still has them. */
const mostLines = 40

type Line = { readonly key: string; readonly words: string }

/**
 * Reads what others say aloud, each message once and politely: "Ana: text". Each is a line of its own, so that the same
 * words said twice are read twice. Older pages, changes and what was there when the room was opened are not read.
 */
export function Announcer({ room }: { readonly room: RoomId | undefined }) {
  const say = useWords()
  const lines = useAnnouncements(room)
  return (
    <div className="visually-hidden" role="log" aria-live="polite" aria-label={say('app.new-messages')}>
      {lines.map(({ key, words }) => (
        <p key={key}>{words}</p>
      ))}
    </div>
  )
}

function useAnnouncements(room: RoomId | undefined): readonly Line[] {
  const say = useWords()
  const me = useMe().id
  const emoji = useEmojiLookup()
  const users = useUsers()
  const timeline = useSlice('timelines', (timelines) => (room === undefined ? undefined : timelines[room]))
  const heard = useRef<{ readonly room: RoomId; readonly seq: number }>(undefined)
  const waiting = useRef<Message[]>([])
  const [lines, setLines] = useState<readonly Line[]>([])
  const speak = useRef(() => {})
  speak.current = () => {
    const { counted, spoken } = spokenOf(waiting.current)
    waiting.current = []
    const more =
      counted === 0 ? [] : [{ key: `before ${spoken[0]?.id}`, words: say('app.many-new', { count: counted }) }]
    const said = spoken.map((message) => ({
      key: message.id,
      words: say('rooms.said-by', {
        name: nameOf(say, users, message.author),
        text: messageLine(message, 500, emoji),
      }),
    }))
    setLines((before) => [...before, ...more, ...said].slice(-mostLines))
  }
  useEffect(() => {
    if (timeline === undefined || timeline.loading === 'first') return
    const { room: from, rows } = timeline
    const isKnown = heard.current?.room === from
    const seq = newestSeq(rows)
    const all = isKnown ? newMessages(rows, heard.current?.seq ?? 0, me) : []
    const news = all.filter((message) => !isOfBlocked(message, isBlockedNow))
    heard.current = { room: from, seq: Math.max(seq, isKnown ? (heard.current?.seq ?? 0) : 0) }
    if (!isKnown) waiting.current = []
    if (news.length === 0) return
    if (waiting.current.length === 0) setTimeout(() => waiting.current.length > 0 && speak.current(), gatherMs)
    waiting.current.push(...news)
  }, [timeline, me])
  return lines
}
