import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import { useConversation } from '../conversation/conversation-context.ts'
import { dayWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import { DayPicker } from './DayPicker.tsx'
import styles from './DayPill.module.css'

/** Which day it is; from here one goes to another. */
export function DayPill({ at }: { readonly at: number }) {
  const say = useWords()
  const clock = useClock()
  const { jumpToDate } = useConversation()
  const [isOpen, setIsOpen] = useState(false)
  const [problem, setProblem] = useState<string>()
  const go = async (day: number) => {
    const reason = await jumpToDate(day)
    setProblem(reason)
    if (reason === undefined) setIsOpen(false)
  }
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open)
        setProblem(undefined)
      }}
    >
      <Popover.Trigger className={styles.pill} title={say('timeline.to-a-day')}>
        <time dateTime={new Date(at).toISOString()}>{dayWords(at, clock)}</time>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={say('timeline.to-a-day')}>
            <DayPicker shownAt={at} onPick={(day) => void go(day)} problem={problem} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
