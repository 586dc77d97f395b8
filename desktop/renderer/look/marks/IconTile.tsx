import type { ReactNode } from 'react'
import styles from './IconTile.module.css'

type IconTileProps = {
  readonly children: ReactNode
  readonly look?: 'calm' | 'accent' | 'bare'
  readonly size?: 40 | 56
}

/** The picture of a thing that has none: an icon on a rounded square. */
export function IconTile({ children, look = 'calm', size = 40 }: IconTileProps) {
  return (
    <span className={styles.tile} data-look={look} data-size={size} aria-hidden="true">
      {children}
    </span>
  )
}
