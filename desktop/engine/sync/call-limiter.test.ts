import { expect, test } from 'vitest'
import { settle } from '../engine-test-clock.ts'
import { buildLimiter } from './call-limiter.ts'

function startCalls(most: number) {
  const limit = buildLimiter(most)
  const started: string[] = []
  const endings = new Map<string, { end: () => void; fail: () => void }>()
  let running = 0
  let mostAtOnce = 0
  const call = (name: string, isUrgent?: () => boolean) =>
    limit(async () => {
      started.push(name)
      mostAtOnce = Math.max(mostAtOnce, ++running)
      const ended = new Promise<void>((end, reject) => endings.set(name, { end, fail: () => reject(new Error(name)) }))
      await ended.finally(() => running--)
    }, isUrgent).catch(() => {})
  const end = async (name: string) => {
    endings.get(name)?.end()
    await settle()
  }
  return { call, end, started, fail: (name: string) => endings.get(name)?.fail(), mostAtOnce: () => mostAtOnce }
}

test('no more than so many run at once, the others in their order, also after one that failed', async () => {
  const { call, end, fail, started, mostAtOnce } = startCalls(2)
  for (const name of ['a', 'b', 'c', 'd', 'e']) void call(name)
  await settle()
  expect(started).toEqual(['a', 'b'])
  await end('b')
  fail('a')
  await settle()
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  await end('c')
  void call('f')
  for (const name of ['d', 'e', 'f']) await end(name)
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(mostAtOnce()).toBe(2)
})

test('what somebody waits for goes before a thousand others, also where it became so only while it waited', async () => {
  const { call, end, started } = startCalls(1)
  const urgent = new Set(['now'])
  for (const name of ['first', 'x', 'y', 'now', 'later']) void call(name, () => urgent.has(name))
  await settle()
  await end('first')
  expect(started).toEqual(['first', 'now'])
  urgent.add('later')
  await end('now')
  await end('later')
  expect(started).toEqual(['first', 'now', 'later', 'x'])
})
