import type { CSSProperties } from 'react'
import styles from './Avatar.module.css'
import { buildInitial, buildTint } from './tint.ts'

type AvatarProps = {
  readonly id: string
  readonly name: string
  /** People are circles, rooms are rounded squares: the shape says what it is before the name does. */
  readonly shape: 'person' | 'room'
  readonly size?: 24 | 36 | 40 | 56 | 72
}

/** Says nothing to a screen reader: the name always stands beside it. */
export function Avatar({ id, name, shape, size = 36 }: AvatarProps) {
  const tint = buildTint(id)
  const colours = { '--hue': tint.hue, '--saturation': `${tint.saturation}%` } as CSSProperties
  return (
    <span className={styles.avatar} data-shape={shape} data-size={size} style={colours} aria-hidden="true">
      {buildInitial(name)}
    </span>
  )
}
