import type { ReactNode } from 'react'
import styles from './Centre.module.css'

type CentreProps = {
  readonly picture?: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** A pane that has nothing to list: what it is, and one thing to do. */
export function Centre({ picture, title, children, actions }: CentreProps) {
  return (
    <div className={styles.centre}>
      <div className={styles.inner}>
        {picture}
        <h2>{title}</h2>
        <p>{children}</p>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
