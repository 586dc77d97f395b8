/** Bars of a chart in shares of its frame, 0 to 1, and the lines that say how high they are. */
export type DayChart = {
  readonly bars: readonly { readonly day: string; readonly value: number; readonly height: number }[]
  /** From the lowest on; the highest is the top of the frame. */
  readonly lines: readonly { readonly value: number; readonly height: number }[]
}

export function buildDayChart(days: readonly { readonly day: string; readonly value: number }[]): DayChart {
  const most = Math.max(0, ...days.map(({ value }) => value))
  const step = niceStep(most)
  const top = Math.max(step, Math.ceil(most / step) * step)
  const lines = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  return {
    bars: days.map(({ day, value }) => ({ day, value, height: value / top })),
    lines: lines.map((value) => ({ value, height: value / top })),
  }
}

/** 1, 2 or 5 with noughts, so that two to four lines stand over the ground. */
function niceStep(most: number): number {
  if (most <= 2) return 1
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10
  return Math.max(1, step * power)
}

/** The line of a small chart, as an SVG path within a frame of that size. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || 1
  return values
    .map((value, index) => {
      const x = values.length < 2 ? 0 : (index / (values.length - 1)) * width
      const y = high === low ? height / 2 : height - ((value - low) / span) * height
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}
