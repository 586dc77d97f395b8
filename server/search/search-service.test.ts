import { expect, test } from 'vitest'
import { searchQuerySchema } from '../../common/http-contract/search-contract.ts'
import { buildMessage, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { buildSearchService } from './search-service.ts'

const idle = {
  loadRoomsOfUser: async () => [],
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
