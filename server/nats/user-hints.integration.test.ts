import { randomBytes } from 'node:crypto'
import type { NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildUserId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { mostHinted, parseUserHint, type UserHint } from '../../common/user-hint.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { connectBackbone } from './broker-connection.ts'
import { buildUserHints } from './user-hints.ts'

const newUser = () => buildUserId(randomBytes(32))

describe.skipIf(natsServerBinary === undefined)('hints to a user', () => {
  let nats: TestNats
  let backbone: NatsConnection
  beforeAll(async () => {
    nats = await startTestNats()
    const connected = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!connected.ok) throw connected.error.cause
    backbone = connected.value
  })
  afterAll(async () => {
    await backbone?.close()
    await nats?.stop()
  })

  /** The next so many that come to them. */
  async function hear(user: UserId, count: number, act: () => void): Promise<readonly (UserHint | undefined)[]> {
    const heard = backbone.subscribe(subjects.userAll(user), { max: count })
    await backbone.flush()
    act()
    const hints: (UserHint | undefined)[] = []
    for await (const { data } of heard) hints.push(parseUserHint(data))
    return hints
  }

  it('come at once with whom they are about, and those that follow come together', async () => {
    const hint = buildUserHints(backbone)
    const [me, ...others] = Array.from({ length: mostHinted }, newUser) as [UserId, ...UserId[]]
    const heard = await hear(me, 2, () => {
      for (const other of others) hint(me, 'rooms', { users: [other] })
    })
    expect(heard).toEqual([{ users: others.slice(0, 1) }, { users: others.slice(1) }])
  })

  it('name nobody where they are about more than is worth naming, or about anything', async () => {
    const hint = buildUserHints(backbone)
    const [me, other] = [newUser(), newUser()]
    expect(
      await hear(me, 2, () => {
        for (let n = 0; n < 100; n++) hint(me, 'rooms', { users: [newUser()] })
      }),
    ).toEqual([{ users: [expect.any(String)] }, {}])
    expect(
      await hear(other, 2, () => {
        hint(other, 'rooms')
        hint(other, 'rooms', { users: [me] })
        hint(other, 'rooms')
        hint(other, 'rooms', { users: [me] })
      }),
    ).toEqual([{}, {}])
  })

  it('of another topic, and to somebody else, do not wait for these', async () => {
    const hint = buildUserHints(backbone)
    const [me, other] = [newUser(), newUser()]
    const mine = hear(me, 2, () => {
      for (let n = 0; n < 3; n++) hint(me, 'rooms', { users: [other] })
      hint(me, 'credentials')
    })
    const theirs = hear(other, 1, () => hint(other, 'rooms', { users: [me] }))
    expect(await mine).toEqual([{ users: [other] }, {}])
    expect(await theirs).toEqual([{ users: [me] }])
  })
})
