import { expect, test } from 'vitest'
import { buildLooksUnderWay } from './looks-under-way.ts'

function build() {
  const ended: (() => void)[] = []
  const late: (() => void)[] = []
  const looks = buildLooksUnderWay(() => new Promise((resolve) => late.push(resolve)))
  const look = () => new Promise<void>((resolve) => ended.push(resolve))
  return { ended, late, looks, look }
}
const soon = () => new Promise((resolve) => setTimeout(resolve))

test('looks are taken one after the other, and who sends waits for all of them', async () => {
  const { ended, looks, look } = build()
  expect(looks.isAny()).toBe(false)
  looks.add(look)
  looks.add(look)
  let isOver = false
  const over = looks.whenOver().then(() => {
    isOver = true
  })
  await soon()
  expect(ended).toHaveLength(1)
  ended[0]?.()
  await soon()
  expect([ended.length, isOver, looks.isAny()]).toEqual([2, false, true])
  ended[1]?.()
  await over
  expect(looks.isAny()).toBe(false)
})

test('what takes too long holds nobody up, and neither does one that fails', async () => {
  const { late, looks, look } = build()
  looks.add(look)
  looks.add(() => Promise.reject(new Error('no picture')))
  for (const tell of late) tell()
  await looks.whenOver()
  expect(looks.isAny()).toBe(false)
  const failing = build()
  failing.looks.add(() => Promise.reject(new Error('no picture')))
  await failing.looks.whenOver()
  expect(failing.looks.isAny()).toBe(false)
})
