import type { ReactNode } from 'react'
import styles from './CopyLine.module.css'

type CopyLineProps = {
  readonly text: string
  readonly dir?: 'ltr'
  /** The button that copies it. */
  readonly children: ReactNode
}

/** What somebody takes elsewhere, sign by sign: an address, a code. */
export function CopyLine({ text, dir, children }: CopyLineProps) {
  return (
    <div className={styles.line}>
      <code {...(dir && { dir })}>{text}</code>
      {children}
    </div>
  )
}
