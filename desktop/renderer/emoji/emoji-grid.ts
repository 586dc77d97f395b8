import { type Emoji, type SkinTone, withTone } from './emoji-table.ts'

/** A line of the picker: the name of a group, or emoji side by side. */
export type GridRow<Group extends string = string> =
  | { readonly kind: 'heading'; readonly group: Group }
  | { readonly kind: 'emoji'; readonly group: Group; readonly cells: readonly Cell[] }

export type Cell = { readonly emoji: string; readonly entry: Emoji }
export type Place = { readonly row: number; readonly column: number }

export function buildRows<Group extends string>(
  groups: readonly { readonly group: Group; readonly cells: readonly Cell[] }[],
  columns: number,
): readonly GridRow<Group>[] {
  return groups.flatMap(({ group, cells }) => {
    if (cells.length === 0) return []
    const rows: GridRow<Group>[] = [{ kind: 'heading', group }]
    for (let from = 0; from < cells.length; from += columns) {
      rows.push({ kind: 'emoji', group, cells: cells.slice(from, from + columns) })
    }
    return rows
  })
}

export function cellsOf(emoji: readonly Emoji[], tone: SkinTone): readonly Cell[] {
  return emoji.map((entry) => ({ emoji: withTone(entry, tone), entry }))
}

export function cellAt(rows: readonly GridRow[], place: Place): Cell | undefined {
  const row = rows[place.row]
  return row?.kind === 'emoji' ? row.cells[place.column] : undefined
}

export function firstPlace(rows: readonly GridRow[]): Place {
  return {
    row: Math.max(
      0,
      rows.findIndex(({ kind }) => kind === 'emoji'),
    ),
    column: 0,
  }
}

/** Where a key leads, over headings and the ends of lines; nothing for keys that lead nowhere. */
export function placeAfter(rows: readonly GridRow[], place: Place, key: string): Place | undefined {
  switch (key) {
    case 'ArrowRight':
      return cellAt(rows, { ...place, column: place.column + 1 }) === undefined
        ? sideways(rows, place, 1)
        : { ...place, column: place.column + 1 }
    case 'ArrowLeft':
      return place.column > 0 ? { ...place, column: place.column - 1 } : sideways(rows, place, -1)
    case 'ArrowDown':
      return upOrDown(rows, place, 1)
    case 'ArrowUp':
      return upOrDown(rows, place, -1)
    case 'PageDown':
      return upOrDown(rows, place, 5)
    case 'PageUp':
      return upOrDown(rows, place, -5)
    default:
      return undefined
  }
}

/** The line so many lines further that holds emoji: the last one before the end, where there are not so many. */
function rowAfter(rows: readonly GridRow[], from: number, steps: number): number {
  let row = from
  let left = Math.abs(steps)
  for (let next = from + Math.sign(steps); left > 0 && rows[next] !== undefined; next += Math.sign(steps)) {
    if (rows[next]?.kind !== 'emoji') continue
    row = next
    left -= 1
  }
  return row
}

function upOrDown(rows: readonly GridRow[], place: Place, steps: number): Place {
  const row = rowAfter(rows, place.row, steps)
  return { row, column: Math.min(place.column, lastColumn(rows, row)) }
}

function sideways(rows: readonly GridRow[], place: Place, step: 1 | -1): Place {
  const row = rowAfter(rows, place.row, step)
  if (row === place.row) return place
  return { row, column: step === 1 ? 0 : lastColumn(rows, row) }
}

function lastColumn(rows: readonly GridRow[], row: number): number {
  const at = rows[row]
  return at?.kind === 'emoji' ? at.cells.length - 1 : 0
}
