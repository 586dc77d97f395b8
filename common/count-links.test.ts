import { expect, test } from 'vitest'
import { countLinks, hasAddress, listAddresses } from './count-links.ts'

const url = 'https://bank.example'

test.each([
  url,
  `see ${url}`,
  `${url}, they say.`,
  `(${url})`,
  `[the bank](${url})!`,
  `**${url}**`,
  `_${url}_ and more`,
  `„${url}”`,
  `${url}。次`,
  `${url}.evil.example and ${url}`,
])('an address stands in %j', (text) => {
  expect(hasAddress(text, url)).toBe(true)
})

test.each([
  '',
  'nothing',
  `${url}.evil.example`,
  `${url}@evil.example`,
  `${url}:8443/`,
  `${url}-evil.example`,
  `${url}/pay`,
  `${url}?to=me`,
])('another one, or none, stands in %j', (text) => {
  expect(hasAddress(text, url)).toBe(false)
})

test('each address counts once', () => {
  expect(countLinks(`${url} ${url} https://other.example/a`)).toBe(2)
  expect(countLinks('no address')).toBe(0)
})

test.each([
  ['The tides: https://port.example/tides.', ['https://port.example/tides']],
  [
    '(https://a.example/x) and https://b.example/?q=1#c, https://a.example/x',
    ['https://a.example/x', 'https://b.example/?q=1#c'],
  ],
  ['<https://a.example/>', ['https://a.example/']],
  ['no address, nor http:// alone', []],
  ['http://[::1 https://?', []],
])('%s names the addresses that a preview may stand for', (text, urls) => {
  expect(listAddresses(text)).toEqual(urls)
})
