import { expect, test } from 'vitest'
import { buildPictureUrls } from './picture-urls.ts'

function start(most: number) {
  const revoked: string[] = []
  return { urls: buildPictureUrls((url) => revoked.push(url), most), revoked }
}

test('what is shown stays, however many others come', () => {
  const { urls, revoked } = start(2)
  const letGo = urls.hold('ana')
  const letGoToo = urls.hold('ana')
  urls.put('ana', 'blob:ana')
  for (const name of ['a', 'b', 'c', 'd']) urls.put(name, `blob:${name}`)
  expect(revoked).toEqual(['blob:a', 'blob:b'])
  expect([urls.get('ana'), urls.get('a'), urls.get('d')]).toEqual(['blob:ana', undefined, 'blob:d'])
  letGo()
  urls.put('e', 'blob:e')
  expect(urls.get('ana')).toBe('blob:ana')
  letGoToo()
  expect(revoked).toEqual(['blob:a', 'blob:b', 'blob:c', 'blob:d'])
  urls.put('f', 'blob:f')
  urls.put('g', 'blob:g')
  expect(urls.get('ana')).toBeUndefined()
})

test('what is shown again is not the next to go', () => {
  const { urls, revoked } = start(2)
  for (const name of ['a', 'b']) urls.put(name, `blob:${name}`)
  urls.hold('a')()
  urls.put('c', 'blob:c')
  expect(revoked).toEqual(['blob:b'])
})

test('one that could not be had leaves nothing behind', () => {
  const { urls, revoked } = start(0)
  urls.hold('a')()
  expect([urls.get('a'), revoked]).toEqual([undefined, []])
})
