import { expect, test } from 'vitest'
import { searchQuerySchema } from '../../common/http-contract/search-contract.ts'
import type { RoomState } from '../../common/message.ts'
import { everything } from '../reach/visible-spans.ts'
import { buildMessage, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { buildSearchService } from './search-service.ts'

const idle = {
  loadReached: async () => [],
  loadRooms: async () => [],
  reachOf: () => ({ scope: 'none', seen: [] }) as const,
  listUnheard: async () => [],
  reachAll: async () => new Map(),
  wake: () => {},
}

test('snippets of many long messages are not looked for to their ends', async () => {
  const text = `${'Wörter davor '.repeat(5_000)}here`
  const messages = [1, 2, 3, 4, 5, 6].map((seq) => buildMessage({ room: newRoom(), seq, text }))
  const store = { find: async () => ({ messages }), loadPlaces: async () => new Map() }
  const answer = await buildSearchService({ ...idle, store }).search(newUser(), searchQuerySchema.parse({ q: 'here' }))
  if (!answer.ok) throw new Error(answer.error.code)
  const areMarked = answer.value.hits.map(({ snippet }) => snippet.some(({ hit }) => hit))
  expect(areMarked).toEqual([true, true, true, false, false, false])
})

test('a search in some rooms asks for these alone, and one that the caller does not reach is unknown', async () => {
  const [mine, foreign] = [newRoom(), newRoom()]
  const asked: string[] = []
  const { search } = buildSearchService({
    ...idle,
    loadReached: async () => Promise.reject(new Error('a thousand rooms')),
    loadRooms: async (rooms) => {
      asked.push(...rooms)
      return rooms.map((room) => ({ room }) as RoomState)
    },
    reachOf: (_, { room }) => (room === mine ? { scope: 'room', seen: everything } : { scope: 'none', seen: [] }),
    waitMs: 0,
    store: { find: async ({ rooms }) => ({ messages: [], below: rooms.length }), loadPlaces: async () => new Map() },
  })
  const searchIn = (...rooms: readonly string[]) =>
    search(newUser(), searchQuerySchema.parse({ q: 'a', room: rooms.join(',') }))
  expect(await searchIn(mine)).toMatchObject({ ok: true, value: { hits: [], cursor: '1' } })
  expect(await searchIn(mine, foreign)).toMatchObject({ ok: false, error: { code: 'room-unknown' } })
  expect(asked).toEqual([mine, mine, foreign])
})

test('whoever searches while too many do is asked to wait, each for themselves and all together', async () => {
  let letGo = () => {}
  const isHeld = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { search } = buildSearchService({
    ...idle,
    store: {
      find: async () => {
        await isHeld
        return { messages: [] }
      },
      loadPlaces: async () => new Map(),
    },
  })
  const query = searchQuerySchema.parse({ q: 'a' })
  const people = Array.from({ length: 8 }, newUser)
  const held = people.flatMap((user) => [1, 2, 3, 4].map(() => search(user, query)))
  expect(await search(people[0] ?? newUser(), query)).toMatchObject({ ok: false, error: { code: 'rate-limited' } })
  expect(await search(newUser(), query)).toMatchObject({ ok: false, error: { code: 'busy' } })
  letGo()
  expect((await Promise.all(held)).every(({ ok }) => ok)).toBe(true)
  expect(await search(newUser(), query)).toMatchObject({ ok: true, value: { complete: true } })
})
