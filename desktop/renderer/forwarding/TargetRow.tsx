import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { silenceWords } from '../conversation/SilenceNote.tsx'
import { PersonFace } from '../people/PersonFace.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import type { ForwardTarget } from './forward-targets.ts'
import styles from './TargetRow.module.css'

type TargetRowProps = {
  readonly id: string
  readonly target: ForwardTarget
  readonly isActive: boolean
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

/** A room or a person that it may go to; where it may not, with the reason. */
export function TargetRow({ id, target, isActive, isChosen, onPoint, onChoose }: TargetRowProps) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const { room, title, silence } = target
  const { counterpart } = room
  const about =
    counterpart === undefined
      ? say('people.count', { count: room.memberCount })
      : `@${users[counterpart]?.handle ?? ''}`
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={silence !== undefined}
      className={styles.row}
      data-active={isActive}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {counterpart === undefined ? <RoomFace room={room} /> : <PersonFace user={counterpart} hasPresence />}
      <div>
        <b dir="auto">{title}</b>
        <p dir="auto">{silence === undefined ? about : silenceWords(say, silence, clock)}</p>
      </div>
      <span className={styles.mark} aria-hidden="true">
        {isChosen && <Check />}
      </span>
    </div>
  )
}
