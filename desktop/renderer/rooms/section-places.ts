import type { ReactNode } from 'react'
import type { RoomId } from '../../../common/ids.ts'

const rowPx = 60
const labelPx = 36
/** Rows that are drawn beyond what is in sight. */
const aroundPx = 600

export type Section = {
  /** Empty: it stands without one. */
  readonly title: string
  /** What the list under it is called. */
  readonly label: string
  readonly rooms: readonly RoomId[]
  readonly action?: ReactNode
}
export type SectionPlace = Section & { readonly topPx: number }
export type Sight = { readonly topPx: number; readonly viewPx: number }

/** Sections that have rooms, and where the rows of each begin. */
export function placeSections(sections: readonly Section[]): readonly SectionPlace[] {
  const placed: SectionPlace[] = []
  let px = 0
  for (const section of sections) {
    if (section.rooms.length === 0) continue
    const abovePx = section.title === '' ? 0 : labelPx
    placed.push({ ...section, topPx: px + abovePx })
    px += abovePx + section.rooms.length * rowPx
  }
  return placed
}

/** The rows of a section that are to be drawn, and the space in place of the others. */
export function rowsInSight({ rooms, topPx }: SectionPlace, sight: Sight) {
  const place = (px: number) => Math.min(Math.max(px, 0), rooms.length)
  const from = place(Math.floor((sight.topPx - aroundPx - topPx) / rowPx))
  const to = place(Math.ceil((sight.topPx + sight.viewPx + aroundPx - topPx) / rowPx))
  return { from, to, abovePx: from * rowPx, belowPx: (rooms.length - to) * rowPx }
}
