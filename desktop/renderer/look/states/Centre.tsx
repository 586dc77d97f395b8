import type { ReactNode } from 'react'
import styles from './Centre.module.css'

type CentreProps = {
  readonly picture?: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
  /** There is no other title on the page. */
  readonly isPage?: boolean
}

/** A pane that has nothing to list: what it is, and one thing to do. */
export function Centre({ picture, title, children, actions, isPage = false }: CentreProps) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className={styles.centre}>
      <div className={styles.inner}>
        {picture}
        <Title className={styles.title}>{title}</Title>
        <p>{children}</p>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
