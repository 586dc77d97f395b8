import { expect, test } from 'vitest'
import { buildSendOnceKept } from './send-once-kept.ts'

test('whoever presses Enter twice while a file is being kept sends one message, and the next one afterwards', async () => {
  const sendOnceKept = buildSendOnceKept()
  let sent = 0
  let keep = () => {}
  const whenKept = () => new Promise<void>((resolve) => (keep = resolve))
  sendOnceKept(whenKept, () => sent++)
  sendOnceKept(whenKept, () => sent++)
  expect(sent).toBe(0)
  keep()
  await expect.poll(() => sent).toBe(1)
  sendOnceKept(
    () => Promise.reject(new Error('not kept')),
    () => sent++,
  )
  await expect.poll(() => sent).toBe(2)
})
