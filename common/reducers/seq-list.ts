/**
 * A list in the order of sequences that is never changed in place: small chunks, so that adding at the end or changing
 * one row copies one chunk and not ten thousand rows. A sequence occurs once.
 */
export type SeqList<Row extends { readonly seq: number }> = readonly (readonly Row[])[]

const chunkSize = 32

/** Asked for several times between two changes, and made once. */
const flattened = new WeakMap<SeqList<{ readonly seq: number }>, readonly { readonly seq: number }[]>()

export function rowsOf<Row extends { readonly seq: number }>(list: SeqList<Row>): readonly Row[] {
  const before = flattened.get(list)
  if (before !== undefined) return before as readonly Row[]
  const rows = ([] as Row[]).concat(...list)
  flattened.set(list, rows)
  return rows
}

/** Those after a sequence, mostly the last few: the others are not looked at. */
export function rowsAfter<Row extends { readonly seq: number }>(list: SeqList<Row>, seq: number): readonly Row[] {
  const at = chunkOf(list, seq + 1)
  const [first = [], ...later] = list.slice(at)
  return first.slice(indexOf(first, seq + 1)).concat(...later)
}

export function findLastRow<Row extends { readonly seq: number }>(
  list: SeqList<Row>,
  isWanted: (row: Row) => boolean,
): Row | undefined {
  for (let at = list.length - 1; at >= 0; at--) {
    const found = list[at]?.findLast(isWanted)
    if (found !== undefined) return found
  }
  return undefined
}

export function lastRow<Row extends { readonly seq: number }>(list: SeqList<Row>): Row | undefined {
  return list.at(-1)?.at(-1)
}

export function filterRows<Row extends { readonly seq: number }>(
  list: SeqList<Row>,
  keeps: (row: Row) => boolean,
): SeqList<Row> {
  return list.flatMap((chunk) => {
    const kept = chunk.filter(keeps)
    return kept.length === 0 ? [] : [kept.length === chunk.length ? chunk : kept]
  })
}

/** Adds the row, or puts it in place of the one with its sequence. */
export function withRow<Row extends { readonly seq: number }>(list: SeqList<Row>, row: Row): SeqList<Row> {
  const at = chunkOf(list, row.seq)
  const chunk = list[at]
  if (chunk === undefined) {
    // Past the end: where live rows go.
    const last = list.at(-1)
    if (last === undefined || last.length >= chunkSize) return [...list, [row]]
    return list.with(list.length - 1, [...last, row])
  }
  const index = indexOf(chunk, row.seq)
  if (chunk[index]?.seq === row.seq) return list.with(at, chunk.with(index, row))
  const grown = chunk.toSpliced(index, 0, row)
  if (grown.length <= chunkSize) return list.with(at, grown)
  return list.toSpliced(at, 1, grown.slice(0, grown.length >> 1), grown.slice(grown.length >> 1))
}

export function withoutRow<Row extends { readonly seq: number }>(list: SeqList<Row>, seq: number): SeqList<Row> {
  const at = chunkOf(list, seq)
  const chunk = list[at]
  if (chunk === undefined) return list
  const index = indexOf(chunk, seq)
  if (chunk[index]?.seq !== seq) return list
  return chunk.length === 1 ? list.toSpliced(at, 1) : list.with(at, chunk.toSpliced(index, 1))
}

export function hasRow<Row extends { readonly seq: number }>(list: SeqList<Row>, seq: number): boolean {
  const chunk = list[chunkOf(list, seq)]
  return chunk !== undefined && chunk[indexOf(chunk, seq)]?.seq === seq
}

/** The first chunk that ends at or after the sequence; the list's length when there is none. */
function chunkOf<Row extends { readonly seq: number }>(list: SeqList<Row>, seq: number): number {
  return firstWhere(list.length, (index) => (list[index]?.at(-1)?.seq ?? 0) >= seq)
}

/** The first place in sorted rows whose sequence is at or after this one. */
export function indexOf(rows: readonly { readonly seq: number }[], seq: number): number {
  return firstWhere(rows.length, (index) => (rows[index]?.seq ?? 0) >= seq)
}

function firstWhere(length: number, holds: (index: number) => boolean): number {
  // Most of what comes in is the newest.
  if (length === 0 || !holds(length - 1)) return length
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
