import { afterEach, expect, test, vi } from 'vitest'
import { buildSendOnceKept } from './send-once-kept.ts'

test('whoever presses Enter twice while a file is being kept sends one message, and the next one afterwards', async () => {
  const sendOnceKept = buildSendOnceKept(() => undefined)
  let sent = 0
  const keeping: (() => void)[] = []
  const whenKept = () => new Promise<void>((resolve) => keeping.push(resolve))
  sendOnceKept(whenKept, () => sent++)
  sendOnceKept(whenKept, () => sent++)
  expect(sent).toBe(0)
  for (const kept of keeping) kept()
  await new Promise((next) => setImmediate(next))
  expect(sent).toBe(1)
  sendOnceKept(
    () => Promise.reject(new Error('not kept')),
    () => sent++,
  )
  await new Promise((next) => setImmediate(next))
  expect(sent).toBe(2)
})

afterEach(() => {
  vi.useRealTimers()
})

test('that it waits is said to whoever would wonder, and not for a moment', async () => {
  vi.useFakeTimers()
  const said: boolean[] = []
  const sendOnceKept = buildSendOnceKept((isHeld) => said.push(isHeld))
  for (const ms of [300, 2_000]) {
    sendOnceKept(
      () => new Promise((resolve) => setTimeout(resolve, ms)),
      () => undefined,
    )
    await vi.advanceTimersByTimeAsync(ms)
  }
  expect(said).toEqual([false, true, false])
})
