import { expect, test } from 'vitest'
import { adminHash, adminOfHash, adminOfPath, adminPages } from './admin-place.ts'

test('every place of the console has an address that leads back to it', () => {
  for (const page of adminPages) {
    for (const place of [{ page }, { page, of: '0.qnvpm48m3ud3e7' }]) {
      expect(adminOfHash(adminHash(place))).toEqual(place)
      expect(adminOfPath(adminHash(place).slice(1))).toEqual(place)
    }
  }
})

test.each([
  ['#/admin', { page: 'overview' }],
  ['#/admin/', { page: 'overview' }],
  ['#/admin/nowhere', { page: 'overview' }],
  ['#/admin/people/<img>', { page: 'people' }],
  ['#/admin/people/', { page: 'people' }],
  ['#/administer', undefined],
  ['#/room/0.qnvpm48m3ud3e7', undefined],
  ['', undefined],
])('%j is %j', (hash, place) => {
  expect(adminOfHash(hash)).toEqual(place)
})

test.each([
  ['/admin', { page: 'overview' }],
  ['/admin/', { page: 'overview' }],
  ['/admin/rooms/', { page: 'rooms' }],
  ['/administer', undefined],
  ['/', undefined],
  ['/r/admin', undefined],
])('the path %j is %j', (path, place) => {
  expect(adminOfPath(path)).toEqual(place)
})
