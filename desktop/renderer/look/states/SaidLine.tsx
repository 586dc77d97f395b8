import { Check, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { forgetSaid, useSaid } from '../../state/said-line.ts'
import { Button } from '../buttons/Button.tsx'
import { IconButton } from '../buttons/IconButton.tsx'
import styles from './SaidLine.module.css'

const shownMs = 6_000

/** Says that something is done, and offers to undo it where that can be. Stays while somebody points at it. */
export function SaidLine() {
  const say = useWords()
  const said = useSaid((state) => state.said)
  const [isHeld, setIsHeld] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: said again, it stays as long again
  useEffect(() => {
    if (said === undefined || isHeld) return
    const timer = setTimeout(forgetSaid, shownMs)
    return () => clearTimeout(timer)
  }, [said?.times, isHeld])
  const undo = () => {
    said?.undo?.()
    forgetSaid()
  }
  return (
    // Always there: what is added to a region that was not is read out by few.
    <div className={styles.place} role="status">
      {said !== undefined && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it there; what can be done are the buttons
        <div
          key={said.times}
          className={styles.line}
          onPointerEnter={() => setIsHeld(true)}
          onPointerLeave={() => setIsHeld(false)}
          onFocus={() => setIsHeld(true)}
          onBlur={() => setIsHeld(false)}
        >
          <Check aria-hidden="true" />
          <span>{said.words}</span>
          {said.undo !== undefined && (
            <Button look="word" onClick={undo}>
              {say('look.undo')}
            </Button>
          )}
          <IconButton label={say('look.close')} size={30} onClick={forgetSaid}>
            <X />
          </IconButton>
        </div>
      )}
    </div>
  )
}
