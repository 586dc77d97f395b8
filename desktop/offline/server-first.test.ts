import { expect, test } from 'vitest'
import { chooseKeptFirst, chooseServerFirst } from './server-first.ts'

const never = new Promise<never>(() => {})
const over = Promise.resolve()
const kept = new Response('kept')
const findKept = async () => kept
const findNothing = async () => undefined
const failToFind = () => Promise.reject(new Error('storage is gone'))
const unreachable = () => Promise.reject<Response>(new TypeError('Failed to fetch'))

test('what the server says counts, whatever is kept: also that something is not there, or may not be seen', async () => {
  for (const status of [200, 304, 401, 404, 429]) {
    const response = new Response(null, { status })
    expect(await chooseServerFirst(Promise.resolve(response), findKept, never)).toEqual({ response, isKept: false })
  }
})

test('what is kept stands in for a server that is silent, unreachable or out of order', async () => {
  for (const answer of [never, unreachable(), Promise.resolve(new Response(null, { status: 502 }))]) {
    expect(await chooseServerFirst(answer, findKept, answer === never ? over : never)).toEqual({
      response: kept,
      isKept: true,
    })
  }
})

test('where nothing is kept, or storage fails, the network has the last word', async () => {
  for (const find of [findNothing, failToFind]) {
    const broken = new Response(null, { status: 503 })
    expect(await chooseServerFirst(Promise.resolve(broken), find, never)).toEqual({ response: broken, isKept: false })
    await expect(chooseServerFirst(unreachable(), find, never)).rejects.toThrow('Failed to fetch')
    const response = new Response('late')
    const late = new Promise<Response>((resolve) => setTimeout(resolve, 0, response))
    expect(await chooseServerFirst(late, find, over)).toEqual({ response, isKept: false })
  }
})

test('a kept file spares the way to the server; without one, or without storage, it is asked', async () => {
  const response = new Response('sent')
  expect(await chooseKeptFirst(findKept, () => never)).toBe(kept)
  expect(await chooseKeptFirst(findNothing, async () => response)).toBe(response)
  expect(await chooseKeptFirst(failToFind, async () => response)).toBe(response)
})
