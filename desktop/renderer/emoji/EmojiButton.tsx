import { Popover } from '@base-ui/react/popover'
import { Smile } from 'lucide-react'
import { useRef, useState } from 'react'
import { composerElement } from '../look/focus-back.ts'
import { IconButton } from '../look/IconButton.tsx'
import styles from './EmojiButton.module.css'
import { EmojiPicker } from './EmojiPicker.tsx'

type EmojiButtonProps = {
  readonly label: string
  readonly onPick: (emoji: string) => void
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string | undefined
  readonly size?: 30 | 34
}

/** Opens a small picker. Who has picked goes on writing; who closes it is back at the button. */
export function EmojiButton({ label, onPick, onOpenChange, className, size = 34 }: EmojiButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const hasPicked = useRef(false)
  const open = (next: boolean) => {
    if (next) hasPicked.current = false
    setIsOpen(next)
    onOpenChange?.(next)
  }
  const pick = (emoji: string) => {
    hasPicked.current = true
    open(false)
    onPick(emoji)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger render={<IconButton label={label} size={size} className={className} />}>
        <Smile />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8} className={styles.positioner}>
          <Popover.Popup
            className={styles.popup}
            aria-label={label}
            finalFocus={() => (hasPicked.current ? composerElement() : true)}
          >
            <EmojiPicker onPick={pick} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
