/** Milliseconds unless said otherwise. */
export type Spread = { readonly p50: number; readonly p95: number; readonly p99: number; readonly count: number }

export function buildSpread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length }
}

export function medianOf(values: readonly number[]): number {
  return buildSpread(values).p50
}

/** The round whose p50 is the middle one. */
export function middleOf(spreads: readonly Spread[]): Spread {
  const sorted = [...spreads].sort((a, b) => a.p50 - b.p50)
  return sorted[Math.floor(sorted.length / 2)] ?? buildSpread([])
}

export function sayMs(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1)
}

export function saySpread({ p50, p95 }: Spread): string {
  return `p50 ${sayMs(p50)} ms, p95 ${sayMs(p95)} ms`
}

export function sayCount(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function sayRatio(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×`
}

/** Columns of even width; the first to the left, the rest to the right. */
export function buildTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length)
    })
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    )
    .join('\n')
}
