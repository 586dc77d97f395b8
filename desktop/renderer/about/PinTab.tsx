import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { messageLine } from '../../text/message-line.ts'
import { errorWords } from '../../words/error-words.ts'
import { setPin } from '../commands.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { dateWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { usePins } from '../state/thread-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showPlace } from '../state/view-store.ts'
import styles from './PinTab.module.css'

/** What is pinned in a room, what was said last first. */
export function PinTab({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const emoji = useEmojiLookup()
  const pins = usePins(room.id)
  const [problem, setProblem] = useState<string>()
  if (pins.length === 0) {
    return (
      <div className={styles.none}>
        <h3>{say('pins.none')}</h3>
        <p>{say('pins.none-hint')}</p>
      </div>
    )
  }
  const unpin = async (id: (typeof pins)[number]['id']) => {
    const done = await setPin(room.id, id, false)
    setProblem(done.ok ? undefined : errorWords(say, done.error))
  }
  return (
    <>
      <Problem words={problem} />
      <ul className={styles.pins} aria-label={say('pins.title')}>
        {pins.map((pin) => (
          <li key={pin.id}>
            <p className={styles.by}>
              <PersonFace user={pin.author} size={18} />
              <b dir="auto">{nameOf(say, users, pin.author)}</b>
              <time dateTime={new Date(pin.at).toISOString()}>{dateWords(pin.at, clock)}</time>
            </p>
            <p className={styles.words} dir="auto">
              {messageLine(pin, 400, emoji)}
            </p>
            <p className={styles.acts}>
              <Button look="word" onClick={() => showPlace({ room: room.id, message: pin.id })}>
                {say('pins.go')}
              </Button>
              {room.myRole !== 'listener' && (
                <Button look="word" onClick={() => void unpin(pin.id)}>
                  {say('pins.unpin')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
