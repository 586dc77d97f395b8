import { expect, test } from 'vitest'
import { buildTestClock, settle } from './engine-test-clock.ts'
import type { OneEngineDeps, Tenure } from './one-engine.ts'
import { takePlace } from './one-engine.ts'

/** The two browser interfaces, for one name each, as the specification states them. */
function buildBrowser() {
  const queue: (() => void)[] = []
  let holder: { lose: (cause: unknown) => void } | undefined
  const channels = new Set<OneEngineDeps['channel']>()

  function grant(run: () => unknown, done: (value: unknown) => void, lose: (cause: unknown) => void) {
    const mine = { lose }
    holder = mine
    Promise.resolve(run()).then((value) => {
      if (holder === mine) {
        holder = undefined
        queue.shift()?.()
      }
      done(value)
    })
  }
  const locks = {
    request: (_name: string, options: LockOptions, run: (lock: null) => unknown) =>
      new Promise((done, lose) => {
        const start = () => grant(() => run(null), done, lose)
        if (options.steal === true) {
          holder?.lose(new DOMException('stolen', 'AbortError'))
          start()
        } else if (holder === undefined) start()
        else {
          queue.push(start)
          options.signal?.addEventListener('abort', () => {
            queue.splice(queue.indexOf(start), 1)
            lose(new DOMException('aborted', 'AbortError'))
          })
        }
      }),
  } as unknown as OneEngineDeps['locks']
  return {
    locks,
    openChannel(): OneEngineDeps['channel'] {
      const channel: OneEngineDeps['channel'] = {
        onmessage: null,
        postMessage(data) {
          for (const one of channels) if (one !== channel) one.onmessage?.({ data } as MessageEvent)
        },
      }
      channels.add(channel)
      return channel
    },
  }
}

/** Of one build, unless another is named. */
async function takeAsHolder(deps: Omit<OneEngineDeps, 'builtAt'>, builtAt = 5): Promise<Tenure> {
  const taken = await takePlace({ ...deps, builtAt })
  if (taken === 'outdated') throw new Error('a later version is here')
  return taken
}

test('the newer engine waits until the older one has been asked and has let go', async () => {
  const { locks, openChannel } = buildBrowser()
  const clock = buildTestClock()
  const first = await takeAsHolder({ locks, channel: openChannel(), clock, id: '1' })
  const order: string[] = []
  void first.asked.then(() => order.push('first was asked'))
  const taking = takeAsHolder({ locks, channel: openChannel(), clock, id: '2' }).then((tenure) => {
    order.push('second has the place')
    return tenure
  })
  await settle()
  expect(order).toEqual(['first was asked'])
  first.release()
  const second = await taking
  expect(order).toEqual(['first was asked', 'second has the place'])
  let wasAsked = false
  void second.asked.then(() => {
    wasAsked = true
  })
  await clock.advance(60_000)
  expect(wasAsked).toBe(false)
})

test('an engine that hangs loses the place after a while, and hears of it', async () => {
  const { locks, openChannel } = buildBrowser()
  const clock = buildTestClock()
  const hung = await takeAsHolder({ locks, channel: { postMessage: () => {}, onmessage: null }, clock, id: '1' })
  let hasPlace = false
  const taking = takeAsHolder({ locks, channel: openChannel(), clock, id: '2' }).then(() => {
    hasPlace = true
  })
  await clock.advance(5_000)
  expect(hasPlace).toBe(false)
  await clock.advance(5_000)
  await taking
  expect(hasPlace).toBe(true)
  await hung.asked
})

test('an engine of an earlier build steps back, and the later one hears nothing of it', async () => {
  const { locks, openChannel } = buildBrowser()
  const clock = buildTestClock()
  const newer = await takeAsHolder({ locks, channel: openChannel(), clock, id: '1' }, 9)
  let wasAsked = false
  void newer.asked.then(() => {
    wasAsked = true
  })
  expect(await takePlace({ locks, channel: openChannel(), clock, id: '2', builtAt: 8 })).toBe('outdated')
  await clock.advance(60_000)
  expect(wasAsked).toBe(false)
  void takePlace({ locks, channel: openChannel(), clock, id: '3', builtAt: 9 })
  await settle()
  expect(wasAsked).toBe(true)
})
