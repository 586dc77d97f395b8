import { Archive, Ear, Megaphone, MessageSquareOff, MicOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { runsRoom } from '../about/member-actions.ts'
import { type Silence, silenceOf } from '../about/own-rights.ts'
import { changeRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { countdownWords } from '../look/wording/span-words.ts'
import { untilWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsBlocked } from '../state/people-selectors.ts'
import { useRoomTitle } from '../state/room-selectors.ts'
import { type Clock, useClock } from '../state/use-today.ts'
import styles from './SilenceNote.module.css'

/** Why I may not write here; undefined where I may. By itself over when a mute ends. */
export function useSilence(room: RoomFacts): Silence | undefined {
  const { mutedUntil = 0 } = room
  const [, setTimes] = useState(0)
  useEffect(() => {
    const leftMs = mutedUntil - Date.now()
    if (leftMs <= 0) return
    const timer = setTimeout(() => setTimes((times) => times + 1), Math.min(leftMs + 50, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  }, [mutedUntil])
  return silenceOf(room, Date.now())
}

const icons: Readonly<Record<Silence['kind'], ReactNode>> = {
  ended: <MessageSquareOff aria-hidden="true" />,
  archived: <Archive aria-hidden="true" />,
  listener: <Ear aria-hidden="true" />,
  posting: <Megaphone aria-hidden="true" />,
  muted: <MicOff aria-hidden="true" />,
}

/** Stands where one would write, and says why one does not. */
export function SilenceNote({ room, silence }: { readonly room: RoomFacts; readonly silence: Silence }) {
  const say = useWords()
  const clock = useClock()
  const isBlocked = useIsBlocked(room.counterpart)
  const title = useRoomTitle(room)
  const [problem, setProblem] = useState<string>()
  const restore = async () => {
    setProblem(undefined)
    const changed = await changeRoom(room.id, { archived: false })
    if (!changed.ok) setProblem(errorWords(say, changed.error))
  }
  return (
    <div className={styles.note}>
      {icons[silence.kind]}
      <div>
        <p role="status">
          {isBlocked ? say('conversation.you-blocked', { name: title }) : silenceWords(say, silence, clock)}
        </p>
        {silence.kind === 'muted' && <Countdown until={silence.until} />}
        <Problem words={problem} />
      </div>
      {silence.kind === 'archived' && runsRoom(room) && (
        <Button look="quiet" size="small" onClick={() => void restore()}>
          {say('about.restore')}
        </Button>
      )}
    </div>
  )
}

/** Seen, not read aloud each second: until when is said above. */
function Countdown({ until }: { readonly until: number }) {
  const say = useWords()
  const [nowAt, setNowAt] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowAt(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return <small aria-hidden="true">{say('conversation.write-again-in', { left: countdownWords(until - nowAt) })}</small>
}

/** Why I may not write there, as a sentence. */
export function silenceWords(say: Words, silence: Silence, clock: Clock): string {
  switch (silence.kind) {
    case 'muted':
      return say('conversation.muted-here', { time: untilWords(silence.until, clock) })
    case 'listener':
      return say('conversation.listening')
    case 'ended':
      return say('conversation.no-contacts')
    default:
      return say(`conversation.${silence.kind}`)
  }
}
