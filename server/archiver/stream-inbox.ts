/**
 * Between a subscription that brings one message after the other and a worker that takes batches. Holds at most
 * `capacity`: while it is full the source is not read on, so a store that stands still does not fill the memory.
 */
export type StreamInbox<Item> = {
  /**
   * What has come, at most `max`. With nothing there it waits up to `idleMs` and may return nothing; with something there
   * it waits `lingerMs` for more, so that a write carries many. Rejects once the source has ended.
   */
  readonly take: (want: { readonly max: number; readonly lingerMs: number; readonly idleMs: number }) => Promise<Item[]>
  readonly size: () => number
}

export function openStreamInbox<Item>(source: AsyncIterable<Item>, capacity: number): StreamInbox<Item> {
  let waiting: Item[] = []
  let ended: Error | undefined
  let wake: (() => void) | undefined
  let freed: (() => void) | undefined

  const pump = async () => {
    for await (const item of source) {
      waiting.push(item)
      wake?.()
      if (waiting.length >= capacity) {
        await new Promise<void>((go) => {
          freed = go
        })
      }
    }
  }
  pump().then(
    () => end(new Error('the source has ended')),
    (fault: unknown) => end(fault instanceof Error ? fault : new Error('the source failed', { cause: fault })),
  )
  function end(fault: Error) {
    ended = fault
    wake?.()
  }
  /** Until there are `count`, the source ends, or the time is over. */
  const waitFor = (count: number, withinMs: number) =>
    new Promise<void>((go) => {
      const done = () => {
        clearTimeout(timer)
        wake = undefined
        go()
      }
      const timer = setTimeout(done, withinMs)
      wake = () => {
        if (waiting.length >= count || ended !== undefined) done()
      }
      wake()
    })

  return {
    take: async ({ max, lingerMs, idleMs }) => {
      if (waiting.length === 0 && ended === undefined) await waitFor(1, idleMs)
      if (waiting.length === 0) {
        if (ended !== undefined) throw ended
        return []
      }
      if (waiting.length < max && ended === undefined) await waitFor(max, lingerMs)
      const taken = waiting.slice(0, max)
      waiting = waiting.slice(max)
      freed?.()
      freed = undefined
      return taken
    },
    size: () => waiting.length,
  }
}
