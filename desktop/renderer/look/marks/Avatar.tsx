import type { CSSProperties } from 'react'
import styles from './Avatar.module.css'
import { PresenceDot } from './PresenceDot.tsx'
import { buildInitial, buildTint } from './tint.ts'

export type Presence = 'here' | 'away' | 'busy' | 'gone'

type AvatarProps = {
  readonly id: string
  readonly name: string
  /** People are circles, rooms are rounded squares: the shape says what it is before the name does. */
  readonly shape: 'person' | 'room'
  readonly size?: 18 | 22 | 24 | 28 | 36 | 40 | 56 | 72
  readonly presence?: Presence | undefined
  /** The address of a picture; until there is one, the first letter stands in. */
  readonly picture?: string | undefined
}

/** Says nothing to a screen reader: the name, and where somebody is, always stand beside it. */
export function Avatar({ id, name, shape, size = 36, presence, picture }: AvatarProps) {
  const tint = buildTint(id)
  const colours = { '--hue': tint.hue, '--saturation': `${tint.saturation}%` } as CSSProperties
  return (
    <span className={styles.avatar} data-shape={shape} data-size={size} style={colours} aria-hidden="true">
      {picture === undefined ? buildInitial(name) : <img src={picture} alt="" draggable={false} />}
      {presence !== undefined && presence !== 'gone' && <PresenceDot presence={presence} />}
    </span>
  )
}

type FacesProps = {
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly size?: 18 | 22
}

/** Up to three people, one over the edge of the other. */
export function Faces({ people, size = 18 }: FacesProps) {
  return (
    <span className={styles.faces}>
      {people.slice(0, 3).map(({ id, name }) => (
        <Avatar key={id} id={id} name={name} shape="person" size={size} />
      ))}
    </span>
  )
}
