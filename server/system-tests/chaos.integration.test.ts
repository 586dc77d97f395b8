import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { selectMessages } from '../../common/reducers/timeline-reducer.ts'
import { type ChatActor, sayTimeline, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { openStore } from '../store/open-store.ts'

const messageCount = 5_000

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('when processes are killed again and again', () => {
  let nats: TestNats
  let server: ServerProcess
  const people: ChatActor[] = []
  const rooms: RoomId[] = []

  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats)
    await server.start()
    for (const handle of ['ann', 'ben', 'cara', 'dan', 'eve']) people.push(await signUpActor(server.url, handle))
    const [first, ...others] = people
    for (const name of ['Kitchen', 'Garden', 'Attic']) {
      const members = others.map(({ user }) => user)
      const made = (await first?.ask('POST', '/api/v1/rooms', { name, members })) as { room: { id: RoomId } }
      rooms.push(made.room.id)
    }
    for (const person of people) await person.join(rooms)
  })
  afterAll(async () => {
    await Promise.all(people.map((person) => person.close()))
    await server?.stop()
    await nats?.stop()
  })

  it('every acknowledged message is archived once, in order, and everyone sees the same', {
    timeout: 120_000,
  }, async () => {
    const acknowledged = new Map<RoomId, { id: string; seq: number; text: string }[]>(rooms.map((room) => [room, []]))
    let count = 0
    const send = async (person: ChatActor, room: RoomId, from: number) => {
      for (let n = from; n < messageCount; n += people.length * rooms.length) {
        const text = `${person.handle} says ${n}`
        acknowledged.get(room)?.push({ ...(await person.post(room, text)), text })
        count++
      }
    }
    const sending = Promise.all(
      people.flatMap((person, p) => rooms.map((room, r) => send(person, room, p * rooms.length + r))),
    )
    // Spread over the run by what was said so far, whatever the speed of the machine.
    for (const [step, who] of (
      ['server', 'broker', 'server', 'server', 'broker', 'server', 'server'] as const
    ).entries()) {
      while (count < ((step + 1) * messageCount) / 8) await new Promise((next) => setTimeout(next, 5))
      if (who === 'broker') await nats.restart()
      else {
        await server.kill()
        await server.start()
      }
    }
    await sending
    expect(count).toBe(messageCount)

    for (const room of rooms) {
      const expected = sayTimeline([...(acknowledged.get(room) ?? [])].sort((one, two) => one.seq - two.seq))
      for (const person of people) {
        while (!(await person.fill(room))) await new Promise((next) => setTimeout(next, 100))
        expect(sayTimeline(selectMessages(person.timelineOf(room)).map(({ message }) => message))).toBe(expected)
      }
    }
    await server.stop()
    const store = await openStore({ dataDir: nats.dataDir })
    let archived = 0
    for (const room of rooms) {
      const rows: { id: string; seq: number; text: string }[] = []
      for (let after = 0, more = true; more; after = rows.at(-1)?.seq ?? 0) {
        const page = await store.history.loadPage({ room, after, limit: 200 })
        rows.push(...page.messages)
        more = page.hasMoreAfter
      }
      archived += rows.length
      expect(sayTimeline(rows)).toBe(
        sayTimeline([...(acknowledged.get(room) ?? [])].sort((one, two) => one.seq - two.seq)),
      )
    }
    expect(archived).toBe(messageCount)
    expect(await store.archive.countSetAside()).toBe(0)
    await store.close()
  })
})
