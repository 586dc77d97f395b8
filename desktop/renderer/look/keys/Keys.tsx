import type { ReactNode } from 'react'
import styles from './Keys.module.css'

/** Keys as they are printed on a keyboard: `Ctrl K`. */
export function Keys({ children }: { readonly children: string }) {
  return <kbd className={styles.keys}>{children}</kbd>
}

/** What keys do, in one line: those that have no room in it are not shown, and none are where nothing has keys. */
export function KeyHints({ children }: { readonly children: ReactNode }) {
  return <div className={styles.hints}>{children}</div>
}
