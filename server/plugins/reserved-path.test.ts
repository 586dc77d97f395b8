import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReservedPath } from './reserved-path.ts'

test.each([
  '/api',
  '/api/v1/me',
  '/API/v1/me',
  '/Api',
  '/api%2Fv1/me',
  '/api%252Fv1/me',
  '/%61pi/v1/me',
  '//api/v1/me',
  '/./api/v1/me',
  '/x/../api/v1/me',
  '/%2e%2e/api',
  '/api;a=b/v1/me',
  '/api\\v1\\me',
  '/\\api/v1/me',
  '/ api/v1/me',
  '/%20api/v1',
  '/\uff41\uff50\uff49/v1/me',
  '/api?x',
  '/healthz',
  '/healthz/',
  '/HEALTHZ',
  '/healthz%2F',
  '/healthz/x',
  '/readyz/',
  '/metrics/',
  '/Metrics?x=1',
  '/%',
  '/%25252525252525',
])('%s is the server’s own', (path) => {
  expect(isReservedPath(path)).toBe(true)
})

test.each(['/', '/r/0.aaaaaaaaaaaaaa', '/r/0.aaaaaaaaaaaaaa/m/01j', '/rooms', '/apiary', '/x/api', '/settings?api'])(
  '%s may be a page',
  (path) => {
    expect(isReservedPath(path)).toBe(false)
  },
)

test('however letters are cased and encoded, a call stays a call', () => {
  const spelled = fc
    .tuple(fc.constantFrom('api', 'healthz', 'readyz', 'metrics'), fc.infiniteStream(fc.nat(3)))
    .map(([word, choices]) =>
      [...word]
        .map((letter) => {
          const choice = choices.next().value
          const hex = letter.charCodeAt(0).toString(16)
          return [letter, letter.toUpperCase(), `%${hex}`, `%25${hex}`][choice ?? 0]
        })
        .join(''),
    )
  const slash = fc.constantFrom('/', '//', '/./', '%2f', '%2F%2f', '\\')
  fc.assert(fc.property(slash, spelled, slash, (before, word, after) => isReservedPath(`/${before}${word}${after}x`)))
})
