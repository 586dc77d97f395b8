import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Sync } from '../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import type { TestClient } from './engine-test-client.ts'
import { signUp, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

/** Two devices of a person, one of which was away for a week. More rooms by the environment: `NATTER_RETURN_ROOMS=200`. */
const roomCount = Number(process.env.NATTER_RETURN_ROOMS ?? 10)
const weekMs = 7 * 24 * 3_600_000
let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

type Listed = Pick<Sync, 'rooms'>

/** One more device, without an engine: what the server says, and no more. */
async function signInByHand(handle: string): Promise<() => Promise<Listed>> {
  const { origin: url } = testbed.installation
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ handle, password: testPassword })
  const answer = await fetch(url + apiPaths.login, { method: 'POST', headers, body })
  const { accessToken } = (await answer.json()) as { accessToken: string }
  return async () =>
    (await (await fetch(url + apiPaths.sync, { headers: { authorization: `Bearer ${accessToken}` } })).json()) as Listed
}

/** What the list of rooms says. */
const listOf = (client: TestClient) =>
  Object.values(client.state().rooms)
    .map(({ id, name, headSeq, receiptSeq, unread, forYou, preview, memberCount }) => {
      return { id, name, headSeq, receiptSeq, unread, forYou, text: preview?.text, memberCount }
    })
    .sort((one, other) => one.id.localeCompare(other.id))

test(
  `a device that was away for a week in ${roomCount} rooms is current again with one question, and shows what the other one shows`,
  async () => {
    const [ana, twin, ben] = await Promise.all([testbed.start(), testbed.start(), testbed.start()])
    const [handle] = await Promise.all([signUp(ana), signUp(ben)])
    const rooms: RoomId[] = []
    for (let index = 0; index < roomCount; index++)
      rooms.push((await ana.get({ kind: 'create-room', name: `Room ${index}`, members: [ben.me()] })).room)
    await twin.get({ kind: 'sign-in', handle, password: testPassword })
    const [open, closed, renamed] = rooms as [RoomId, RoomId, RoomId]
    for (const one of [twin, ben])
      await until('all rooms are there', () => Object.keys(one.state().rooms).length === roomCount, 60_000)
    await twin.get({ kind: 'open-room', room: open })
    await until('online', () => twin.state().connection.kind === 'online')

    twin.setNetwork(false)
    twin.jumpClock(weekMs)
    for (const room of rooms) {
      const ids = []
      for (const text of ['one', 'two', `three @${handle}`]) {
        const mentions = text.startsWith('three') ? [ana.me()] : []
        ids.push(await ben.get({ kind: 'send-message', room, text, format: 'plain', mentions }))
      }
      const [message] = ids
      if (message !== undefined) await ben.get({ kind: 'edit-message', room, message, text: 'one, corrected' })
    }
    const { room: made } = await ben.get({ kind: 'create-room', name: 'New', members: [ana.me()] })
    await ana.get({ kind: 'close-room-for-all', room: closed })
    await ana.get({ kind: 'change-room', room: renamed, name: 'Another name' })
    const isOut = () => Object.values(ben.state().rooms).every(({ unsent }) => unsent === undefined)
    await until('Ben has said all', isOut, 120_000)
    const hasAll = () =>
      rooms.every((room) => room === closed || ana.state().rooms[room]?.preview?.text.startsWith('three'))
    await until('the other device has all', () => hasAll() && ana.state().rooms[made] !== undefined, 60_000)
    const read = rooms.slice(3, Math.ceil(roomCount / 2))
    for (const room of read) await ana.get({ kind: 'mark-all-read', room })
    // How far she has read goes by a lane, and is kept within half a second: who asks before that is told the older one.
    const ask = await signInByHand(handle)
    await until('the server keeps what was read, and its archive has all that was said', async () => {
      const { rooms: rows } = await ask()
      const isRead = read.every((id) => rows.some(({ room, unread }) => room.id === id && unread === 0))
      return isRead && rows.every(({ complete }) => complete)
    })

    const calls = twin.calls.length
    const startedAt = Date.now()
    twin.setNetwork(true)
    const isCurrent = () => JSON.stringify(listOf(twin)) === JSON.stringify(listOf(ana))
    await until('it is current', isCurrent, 60_000).catch(() => expect(listOf(twin)).toEqual(listOf(ana)))
    const tookMs = Date.now() - startedAt
    await until('the open room too', () => twin.texts(open).includes('one, corrected'))
    const asked = twin.calls.slice(calls)
    expect(asked.filter((call) => call === 'GET /api/v1/sync')).toHaveLength(1)
    // Of one that somebody looks at, and of no other.
    expect(new Set(asked.filter((call) => call.endsWith('/messages')))).toEqual(
      new Set([`GET /api/v1/rooms/${open}/messages`]),
    )
    expect(twin.texts(open)).toEqual(['one, corrected', 'two', `three @${handle}`])
    console.log(`${roomCount} rooms, current after ${tookMs} ms, with ${asked.length} calls: ${asked.join(', ')}`)
  },
  60_000 + roomCount * 2_000,
)
