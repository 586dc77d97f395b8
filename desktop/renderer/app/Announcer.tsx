import { useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { previewWords } from '../../text/plain-words.ts'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'

/** Reads a new message of somebody else aloud once, politely: "Ana: text". Older pages and changes are not read. */
export function Announcer({ room }: { readonly room: RoomId | undefined }) {
  const words = useAnnouncement(room)
  const say = useWords()
  return (
    <p className="visually-hidden" role="log" aria-live="polite" aria-label={say('app.new-messages')}>
      {words}
    </p>
  )
}

function useAnnouncement(room: RoomId | undefined): string {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const rows = useSlice('timelines', (timelines) => (room === undefined ? undefined : timelines[room]?.rows))
  const heard = useRef<{ readonly room: RoomId | undefined; readonly seq: number }>({ room: undefined, seq: 0 })
  const [words, setWords] = useState('')
  useEffect(() => {
    const last = rows?.findLast((row) => row.kind === 'message' && row.state === 'stored')
    if (last?.kind !== 'message') return
    const { message } = last
    const isNew = heard.current.room === room && message.seq > heard.current.seq
    heard.current = { room, seq: Math.max(message.seq, heard.current.room === room ? heard.current.seq : 0) }
    if (isNew && message.author !== me.id && !message.removedAt) {
      const name = nameOf(say, users, message.author)
      setWords(say('rooms.said-by', { name, text: previewWords(message.text, message.format, 500) }))
    }
  }, [rows, room, users, me.id, say])
  return words
}
