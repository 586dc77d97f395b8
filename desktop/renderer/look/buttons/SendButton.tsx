import { SendHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './SendButton.module.css'

type SendButtonProps = {
  readonly label: string
  /** On hovering, where more is to be said than its label. */
  readonly title?: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children?: ReactNode
}

/** What one writes or says goes out by it. */
export function SendButton({ label, title = label, children = <SendHorizontal />, ...rest }: SendButtonProps) {
  return (
    <button {...rest} type="button" className={styles.send} aria-label={label} title={title}>
      {children}
    </button>
  )
}
