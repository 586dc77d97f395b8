import type { Browser, Page } from 'playwright'

/** One task of the page's main thread; `cpuMs` is its own, whatever else the machine does. `at`: by the trace's clock. */
export type MainTask = { readonly at: number; readonly ms: number; readonly cpuMs: number }
export type PageTrace = { readonly tasks: readonly MainTask[]; readonly marks: readonly { name: string; at: number }[] }

type TraceEvent = {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** As Chromium names a task in the leanest of its traces: one of more would itself be a load. */
const taskName = 'ThreadControllerImpl::RunTask'

/** What the main thread did while `job` ran, by Chromium's own trace; marks are those that the page made. */
export async function traceMainThread(browser: Browser, page: Page, job: () => Promise<unknown>): Promise<PageTrace> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] })
  let buffer: Buffer
  try {
    await job()
  } finally {
    buffer = await browser.stopTracing()
  }
  const { traceEvents } = JSON.parse(buffer.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const byThread = mains.map(({ pid, tid }) =>
    traceEvents.filter((event) => event.name === taskName && event.pid === pid && event.tid === tid),
  )
  // Other pages stand still: the busiest is the one that is looked at.
  const total = (events: readonly TraceEvent[]) => events.reduce((sum, { dur = 0 }) => sum + dur, 0)
  const busiest = byThread.sort((a, b) => total(b) - total(a))[0] ?? []
  return {
    tasks: busiest.map(({ ts, dur = 0, tdur = 0 }) => ({ at: ts / 1_000, ms: dur / 1_000, cpuMs: tdur / 1_000 })),
    marks: traceEvents
      .filter(({ cat, ph }) => cat.includes('blink.user_timing') && (ph === 'R' || ph === 'I' || ph === 'i'))
      .map(({ name, ts }) => ({ name, at: ts / 1_000 }))
      .sort((a, b) => a.at - b.at),
  }
}

/** The work of all tasks that touch a stretch of time. */
export function workBetween(
  { tasks }: PageTrace,
  from: number,
  to: number,
): { readonly ms: number; readonly cpuMs: number } {
  const touching = tasks.filter(({ at, ms }) => at < to && at + ms > from)
  return {
    ms: touching.reduce((sum, { ms }) => sum + ms, 0),
    cpuMs: touching.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  }
}
