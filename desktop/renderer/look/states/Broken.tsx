import { RefreshCw, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { Button } from '../buttons/Button.tsx'
import { IconTile } from '../marks/IconTile.tsx'
import { Centre } from './Centre.tsx'

type BrokenProps = {
  readonly title: string
  /** Why, and what still works. */
  readonly words: string
  readonly onAgain: () => void
}

const againMs = 10_000

/** A list that did not come: what still works, and when it tries again by itself. */
export function Broken({ title, words, onAgain }: BrokenProps) {
  const say = useWords()
  const [leftMs, setLeftMs] = useState(againMs)
  useEffect(() => {
    const dueAt = performance.now() + againMs
    const timer = setInterval(() => {
      const left = dueAt - performance.now()
      setLeftMs(left)
      if (left > 0) return
      clearInterval(timer)
      onAgain()
    }, 1_000)
    return () => clearInterval(timer)
  }, [onAgain])
  const seconds = Math.max(1, Math.ceil(leftMs / 1_000))
  return (
    <Centre
      picture={
        <IconTile size={56}>
          <TriangleAlert />
        </IconTile>
      }
      title={title}
      actions={
        <Button look="quiet" size="small" onClick={onAgain}>
          <RefreshCw aria-hidden="true" />
          {say('conversation.try-now')}
        </Button>
      }
    >
      {words} {say('look.again-in', { seconds })}
    </Centre>
  )
}
