import { X } from 'lucide-react'
import { useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { messageLine } from '../../text/message-line.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import { usePins } from '../state/thread-selectors.ts'
import { showAboutTab } from '../state/view-store.ts'
import { useConversation } from './conversation-context.ts'
import styles from './PinStrip.module.css'

const mostSegments = 6

/** One line of what is pinned: a click goes there, and shows the next. */
export function PinStrip({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const users = useUsers()
  const emoji = useEmojiLookup()
  const pins = usePins(room)
  const { follow } = useConversation()
  const [at, setAt] = useState(0)
  /** Put away until something else is pinned. */
  const [hidden, setHidden] = useState<string>()
  const place = at < pins.length ? at : 0
  const pin = pins[place]
  const all = pins.map(({ id }) => id).join()
  if (pin === undefined || hidden === all) return null
  const words = messageLine(pin, 200, emoji)
  return (
    <div className={styles.strip}>
      <span className={styles.segments} aria-hidden="true">
        {pins.slice(0, mostSegments).map(({ id }, index) => (
          <i key={id} data-current={index === Math.min(place, mostSegments - 1)} />
        ))}
      </span>
      <button
        type="button"
        className={styles.pin}
        onClick={() => {
          follow(pin.id)
          setAt((place + 1) % pins.length)
        }}
      >
        <span className="visually-hidden">{say('pins.pinned')} </span>
        <b dir="auto">{shortNameOf(say, users, pin.author)}</b> <span dir="auto">{words}</span>
      </button>
      <Button look="word" onClick={() => showAboutTab('pins')}>
        {say('pins.count', { count: pins.length })}
      </Button>
      <IconButton label={say('pins.hide')} onClick={() => setHidden(all)}>
        <X />
      </IconButton>
    </div>
  )
}
