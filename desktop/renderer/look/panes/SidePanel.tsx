import { X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { IconButton } from '../buttons/IconButton.tsx'
import styles from './SidePanel.module.css'

type SidePanelProps = {
  readonly label: string
  readonly title: ReactNode
  /** Before the title, to what lies above. */
  readonly back?: ReactNode
  /** Behind it. */
  readonly tools?: ReactNode
  readonly onClose: () => void
  /** Where it does not close: back to what lies above, say. */
  readonly onEscape?: () => void
  readonly children: ReactNode
}

/** What stands beside the room, or over it where the window is narrow. Escape leaves it, unless something lies over it. */
export function SidePanel({ label, title, back, tools, onClose, onEscape = onClose, children }: SidePanelProps) {
  const say = useWords()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null) return
      onEscape()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [onEscape])
  return (
    <aside className={styles.panel} data-region="about" aria-label={label}>
      <header className={styles.head}>
        {back}
        <div className={styles.title}>{title}</div>
        {tools}
        <IconButton label={say('look.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {children}
    </aside>
  )
}
