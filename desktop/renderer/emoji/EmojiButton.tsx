import { Dialog } from '@base-ui/react/dialog'
import { Popover } from '@base-ui/react/popover'
import { Smile } from 'lucide-react'
import { useRef, useState } from 'react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { composerElement } from '../look/popups/focus-back.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './EmojiButton.module.css'
import { EmojiPicker } from './EmojiPicker.tsx'
import { loadEmoji } from './load-emoji.ts'

type EmojiButtonProps = {
  readonly label: string
  readonly onPick: (emoji: string) => void
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string | undefined
  readonly size?: 30 | 34
}

const narrow = '(max-width: 620px)'
const columns = 9
/** Fingers need more room than pointers. */
const narrowCellWidth = 42

/**
 * Opens the picker: beside its button, or where there is no room as a sheet from below. Who has picked goes on writing;
 * who closes it is back at the button.
 */
export function EmojiButton({ label, onPick, onOpenChange, className, size = 34 }: EmojiButtonProps) {
  const { language } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [isNarrow, setIsNarrow] = useState(() => matchMedia(narrow).matches)
  const hasPicked = useRef(false)
  const open = (next: boolean) => {
    if (next) hasPicked.current = false
    if (next) setIsNarrow(matchMedia(narrow).matches)
    setIsOpen(next)
    onOpenChange?.(next)
  }
  const pick = (emoji: string, stays: boolean) => {
    hasPicked.current = true
    if (!stays) open(false)
    onPick(emoji)
  }
  const finalFocus = () => (hasPicked.current ? composerElement() : true)
  // Who points at it will press it.
  const prepare = () => void loadEmoji(language).catch(() => undefined)
  const button = (
    <IconButton label={label} size={size} className={className} onPointerEnter={prepare} onFocus={prepare} />
  )
  if (isNarrow) {
    return (
      <Dialog.Root open={isOpen} onOpenChange={open}>
        <Dialog.Trigger render={button}>
          <Smile />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className={styles.shade} />
          <Dialog.Popup className={styles.sheet} aria-label={label} finalFocus={finalFocus}>
            <EmojiPicker columns={Math.max(5, Math.floor((innerWidth - 16) / narrowCellWidth))} onPick={pick} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    )
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger render={button}>
        <Smile />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} collisionPadding={8} className={styles.positioner}>
          <Popover.Popup className={styles.popup} aria-label={label} finalFocus={finalFocus}>
            <EmojiPicker columns={columns} onPick={pick} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
