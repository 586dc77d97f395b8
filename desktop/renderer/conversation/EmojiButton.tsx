import { Popover } from '@base-ui/react/popover'
import { Smile } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../look/IconButton.tsx'
import styles from './EmojiButton.module.css'
import { emojiSet, quickEmoji } from './emoji-set.ts'

type EmojiButtonProps = {
  readonly label: string
  readonly onPick: (emoji: string) => void
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string | undefined
  readonly size?: 30 | 34
}

/** A small picker whose emoji are all shipped with the app. */
export function EmojiButton({ label, onPick, onOpenChange, className, size = 34 }: EmojiButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const open = (next: boolean) => {
    setIsOpen(next)
    onOpenChange?.(next)
  }
  const pick = (emoji: string) => {
    open(false)
    setTyped('')
    onPick(emoji)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger render={<IconButton label={label} size={size} className={className} />}>
        <Smile />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8} className={styles.positioner}>
          <Popover.Popup className={styles.popup} aria-label={label}>
            <input
              className={styles.find}
              placeholder="Find an emoji"
              aria-label="Find an emoji"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <div className={styles.grid}>
              {findEmoji(typed).map(({ emoji, words }) => (
                <button
                  type="button"
                  key={emoji}
                  className={styles.emoji}
                  title={words}
                  aria-label={words}
                  onClick={() => pick(emoji)}
                >
                  {emoji}
                </button>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function findEmoji(typed: string) {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return [...emojiSet].sort((a, b) => quickRank(a.emoji) - quickRank(b.emoji))
  return emojiSet.filter(({ words, emoji }) => words.includes(wanted) || emoji === wanted)
}

function quickRank(emoji: string): number {
  const place = quickEmoji.indexOf(emoji)
  return place === -1 ? quickEmoji.length : place
}
