import { expect, test } from 'vitest'
import { buildSendOnceKept } from './send-once-kept.ts'

test('whoever presses Enter twice while a file is being kept sends one message, and the next one afterwards', async () => {
  const sendOnceKept = buildSendOnceKept()
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
