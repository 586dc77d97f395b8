import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { History } from '../../common/http-contract/history-contract.ts'
import type { Sync } from '../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { selectMessages } from '../../common/reducers/timeline-reducer.ts'
import { until } from '../rigs/archiver-test-rig.ts'
import { type ChatActor, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('while the control plane is away', () => {
  let nats: TestNats
  let server: ServerProcess
  const people: ChatActor[] = []
  let room: RoomId

  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats)
    await server.start()
    for (const handle of ['ann', 'ben', 'eve']) people.push(await signUpActor(server.url, handle))
    const [ann, ben] = people
    const made = (await ann?.ask('POST', '/api/v1/rooms', { name: 'Tea', members: [ben?.user] })) as {
      room: { id: RoomId }
    }
    room = made.room.id
    for (const person of people.slice(0, 2)) await person.join([room])
  })
  afterAll(async () => {
    await Promise.all(people.map((person) => person.close()))
    await server?.stop()
    await nats?.stop()
  })

  it('two connected people keep chatting, and after its return history is complete', async () => {
    const [ann, ben, eve] = people
    if (ann === undefined || ben === undefined || eve === undefined) throw new Error('nobody is here')
    const textsOf = (person: ChatActor) => selectMessages(person.timelineOf(room)).map(({ message }) => message.text)
    await ann.post(room, 'are you there?')
    await server.kill()
    await expect(ann.ask('GET', '/api/v1/sync')).rejects.toThrow()

    const said = ['are you there?']
    for (let n = 0; n < 20; n++) {
      const speaker = n % 2 === 0 ? ben : ann
      said.push(`${speaker.handle} ${n}`)
      await speaker.post(room, `${speaker.handle} ${n}`)
    }
    await until(
      () => [textsOf(ann), textsOf(ben)],
      (texts) => texts.every(({ length }) => length === said.length),
    )
    expect(textsOf(ann)).toEqual(said)
    expect(textsOf(ben)).toEqual(said)

    await server.start()
    const path = `/api/v1/rooms/${room}/messages`
    const history = await until(
      () => ann.ask('GET', `${path}?limit=100`) as Promise<History>,
      ({ complete }) => complete,
    )
    expect(history.messages.map(({ text }) => text)).toEqual(said)
    expect(history.hasMoreBefore).toBe(false)
    expect(history.head).toBe(history.messages.at(-1)?.seq)
    expect(new Map(history.checkpoint.members.map(({ user, role }) => [user, role]))).toEqual(
      new Map([
        [ann.user, 'owner'],
        [ben.user, 'member'],
      ]),
    )
    const sync = (await ben.ask('GET', '/api/v1/sync')) as Sync
    expect(sync.rooms[0]).toMatchObject({ head: history.head, complete: true, unread: 11, mentions: 0, receipt: 0 })
    expect(sync.rooms[0]?.lastMessage?.text).toBe(said.at(-1))
    await expect(eve.ask('GET', path)).rejects.toThrow('room-unknown')
    await expect(eve.ask('GET', '/api/v1/rooms/0.aaaaaaaaaaaaaa/messages')).rejects.toThrow('room-unknown')
  })

  it('history is answered from the archive while the broker is away, and says that it may not be all', async () => {
    const [ann] = people
    await nats.kill()
    const history = (await ann?.ask('GET', `/api/v1/rooms/${room}/messages`)) as History
    expect(history.complete).toBe(false)
    expect(history.messages).toHaveLength(21)
    expect(history.archivedTo).toBeGreaterThanOrEqual(history.head)
    await nats.restart()
    await until(
      () => ann?.ask('GET', `/api/v1/rooms/${room}/messages`) as Promise<History>,
      ({ complete }) => complete,
    )
  })
})
