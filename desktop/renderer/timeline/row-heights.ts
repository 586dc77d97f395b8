import type { Attachment } from '../../../common/wire-event.ts'
import { sortFiles } from '../files/file-kinds.ts'
import { filmSize, pictureBox } from '../files/picture-layout.ts'
import type { TimelineItem } from './timeline-items.ts'

/** What rows measured when they were last on screen, by key. What was never drawn is estimated. */
export type RowHeights = {
  of(item: TimelineItem): number
  /** What all rows from one place up to another measure. */
  sum(items: readonly TimelineItem[], from: number, to: number): number
  /** Answers whether that is news. */
  put(key: string, px: number): boolean
}

/** Rooms may be endless: of so many that were drawn, the later half is kept. A list holds a thousand. */
export const mostMeasured = 8_000
/** Sizes are fractions of which each way of asking keeps another last digit. */
const leastPx = 0.1

export function buildRowHeights(): RowHeights {
  const measured = new Map<string, number>()
  const of = (item: TimelineItem) => measured.get(item.key) ?? estimatePx(item)
  return {
    of,
    sum(items, from, to) {
      let px = 0
      for (let index = Math.max(from, 0); index < Math.min(to, items.length); index++) {
        const item = items[index]
        if (item !== undefined) px += of(item)
      }
      return px
    },
    put(key, px) {
      const known = measured.get(key)
      if (known === undefined && measured.size >= mostMeasured) dropEarlier(measured)
      measured.set(key, px)
      return known === undefined || Math.abs(known - px) >= leastPx
    },
  }
}

function dropEarlier(measured: Map<string, number>): void {
  for (const key of measured.keys()) {
    if (measured.size <= mostMeasured / 2) return
    measured.delete(key)
  }
}

const cardPx = 64
const marginPx = 4
const linkPx = 120

function filesPx(attachments: readonly Attachment[]): number {
  if (attachments.length === 0) return 0
  const { pictures, films, sounds, others } = sortFiles(attachments)
  const grid = pictures.length === 0 ? 0 : pictureBox(pictures).height + marginPx
  const filmPx = films.reduce((px, film) => px + pictureBox([filmSize(film)]).height + marginPx, 0)
  return grid + filmPx + (sounds.length + others.length) * cardPx
}

/** What a row probably measures, until it is drawn: close enough that the scroll bar doesn't jump. */
function estimatePx(item: TimelineItem): number {
  switch (item.kind) {
    case 'message': {
      const { text, attachments, preview } = item.row.message
      const lines = Math.max(1, Math.ceil(text.length / 95))
      return (
        Math.min(lines, 400) * 22 +
        filesPx(attachments) +
        (preview === undefined ? 0 : linkPx) +
        (item.startsRun ? 29 : 7) +
        (item.endsRun ? 7 : 0)
      )
    }
    case 'beginning':
      return 120
    case 'day':
      return 50
    case 'divider':
      return 34
    default:
      return 30
  }
}
