import { NotebookPen } from 'lucide-react'
import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { changeSettings, createRoom } from '../commands.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { useWords } from '../state/language-choice.ts'
import { useHasRooms } from '../state/room-selectors.ts'
import { showRoom } from '../state/view-store.ts'
import styles from './RoomRow.module.css'

/** Where notes to self will stand, as long as there are none: the room is made with the first look into it. */
export function NotesRow() {
  const say = useWords()
  const hasRooms = useHasRooms()
  const [isMaking, setIsMaking] = useState(false)
  const [problem, setProblem] = useState<string>()
  // Whoever has nothing yet is first shown how to talk to others.
  if (!hasRooms) return null
  const make = async () => {
    setIsMaking(true)
    const made = await createRoom({ name: say('rooms.notes'), members: [] })
    setIsMaking(false)
    if (!made.ok) return setProblem(errorWords(say, made.error))
    showRoom(made.value.room)
    // Whatever comes of it: there is a room, and its name says what it is for.
    void changeSettings({ notesRoom: made.value.room })
  }
  return (
    <button
      type="button"
      className={styles.row}
      disabled={isMaking}
      title={say('rooms.notes')}
      onClick={() => void make()}
    >
      <IconTile>
        <NotebookPen />
      </IconTile>
      <span className={styles.text}>
        <b>{say('rooms.notes')}</b>
        <span className={styles.line} role={problem === undefined ? undefined : 'alert'}>
          {problem ?? say('rooms.notes-hint')}
        </span>
      </span>
    </button>
  )
}
