import { describe, expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, UserId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { savedKeyOf } from '../../saved-command.ts'
import { settle } from '../engine-test-clock.ts'
import { ana, idAt, me, messageAt, sea, startSavedServer, tea } from './saved-testbed.ts'

const offline = appError('network-unreachable')

describe('what I have saved', () => {
  test('is shown at once, on my other devices a moment later, and comes back to its place when it was taken out', async () => {
    const server = startSavedServer()
    const [mine, other] = [await server.device().start(), await server.device().start()]
    for (const seq of [1, 2, 3]) server.archive.set(savedKeyOf(tea, idAt(seq)), messageAt(seq))
    const saving = mine.set(1, true)
    await settle()
    expect(mine.texts()).toEqual(['line 1'])
    expect(await saving).toBe('ok')
    await server.clock.advance(1_000)
    await mine.set(2, true)
    await server.clock.advance(1_000)
    expect(other.texts()).toEqual(['line 2', 'line 1'])
    await mine.set(1, false)
    await server.clock.advance(1_000)
    expect([mine.texts(), other.texts()]).toEqual([['line 2'], ['line 2']])
    await mine.set(1, true)
    expect(mine.texts(), 'before anybody was asked').toEqual(['line 2', 'line 1'])
    await server.clock.advance(1_000)
    expect([mine.texts(), other.texts()]).toEqual([
      ['line 2', 'line 1'],
      ['line 2', 'line 1'],
    ])
    expect(mine.list()).toEqual({ isKnown: true, isAsking: false })
  })

  test('waits without a network, over a new start too, and then says the last word of each alone, as old as it is', async () => {
    const server = startSavedServer()
    const device = server.device()
    for (const seq of [1, 2]) server.archive.set(savedKeyOf(tea, idAt(seq)), messageAt(seq))
    const first = await device.start()
    device.fail(offline)
    await first.set(1, true)
    for (const on of [true, false, true, false]) await first.set(2, on)
    expect(first.texts()).toEqual(['line 1 …'])
    await first.desk.flush()
    // Killed: nothing is said any more.
    first.desk.stop()
    const second = await device.start()
    expect(second.texts()).toEqual(['line 1 …'])
    await server.clock.advance(60_000)
    device.fail(undefined)
    device.calls.length = 0
    second.desk.onUp()
    await server.clock.advance(5_000)
    expect(second.texts()).toEqual(['line 1'])
    expect(device.calls.slice(0, 2).map((call) => call.split(' ')[0])).toEqual(['save', 'unsave'])
    expect(device.calls.slice(0, 2).every((call) => Number(call.split(' ')[1]) >= 60_000)).toBe(true)
    expect(server.marks.get(savedKeyOf(tea, idAt(1)))).toMatchObject({ isSaved: true, saidAt: 1_000_000 })
  })

  test('goes by the later word of two devices, though the earlier one comes last', async () => {
    const server = startSavedServer()
    server.put(messageAt(1), 900_000)
    const [late, early] = [server.device(), server.device()]
    const [one, two] = [await late.start(), await early.start()]
    for (const { desk } of [one, two]) desk.onUp()
    await server.clock.advance(1_000)
    late.fail(offline)
    await one.set(1, false)
    await server.clock.advance(10_000)
    await two.set(1, false)
    await server.clock.advance(90_000)
    await two.set(1, true)
    late.fail(undefined)
    one.desk.onUp()
    await server.clock.advance(5_000)
    expect([one.texts(), two.texts()]).toEqual([['line 1'], ['line 1']])
  })

  test('is as before where the server does not take it, and is not lost in silence where nobody looks any more', async () => {
    const server = startSavedServer()
    const device = server.device()
    const mine = await device.start()
    server.archive.set(savedKeyOf(tea, idAt(1)), messageAt(1))
    device.fail(appError('saved-too-many'))
    expect(await mine.set(1, true)).toBe('saved-too-many')
    expect(mine.texts()).toEqual([])
    expect(await mine.set(9, true)).toBe('saved-too-many')
    device.fail(offline)
    expect(await mine.set(1, true)).toBe('ok')
    device.fail(appError('saved-too-many'))
    await server.clock.advance(5_000)
    expect(mine.views()).toMatchObject([{ isPending: true, problem: { code: 'saved-too-many' } }])
    device.fail(undefined)
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(mine.views()).toMatchObject([{ id: idAt(1) }])
    expect(mine.views()[0]).not.toHaveProperty('problem')
    // Whose message is gone meanwhile finds nothing that it could save.
    device.fail(offline)
    await mine.set(9, true)
    device.fail(undefined)
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['line 1'])
  })

  test('follows edits and removals that are heard, whichever room is open, and those that were missed', async () => {
    const server = startSavedServer()
    for (const seq of [1, 2]) server.put(messageAt(seq), 900_000 + seq)
    const mine = await server.device().start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    const hear = (seq: number, author: UserId, event: object) =>
      mine.desk.hear({
        ...{ room: tea, author, seq, storedAt: seq },
        event: { v: 1, id: idAt(seq), at: seq, ...event },
      } as StoredEvent)
    hear(10, ana, { kind: 'message.edited', message: idAt(1), text: 'edited' })
    hear(11, me, { kind: 'message.edited', message: idAt(1), text: 'by somebody else' })
    hear(12, ana, { kind: 'message.removed', message: idAt(2) })
    expect(mine.texts()).toEqual(['', 'edited'])
    expect(mine.views().find(({ id }) => id === idAt(2))?.message?.removedAt).toBe(12)
    // An answer of before does not bring them back.
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['', 'edited'])
    server.put({ ...messageAt(1), version: 20, text: '', removedAt: 20 }, 900_001)
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['', ''])
  })

  test('asks what became of a message where the room’s members are not all known, and believes its author', async () => {
    const server = startSavedServer()
    for (const seq of [1, 2]) server.put(messageAt(seq), 900_000 + seq)
    const device = server.device()
    const mine = await device.start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    const entry = mine.book.get(tea)
    if (entry === undefined) throw new Error('no room')
    const members = new Map([...entry.state.members].filter(([user]) => user === me))
    mine.book.set(tea, { ...entry, state: { ...entry.state, members } })
    const removal = (seq: number, author: UserId, message: EventId) =>
      mine.desk.hear({
        ...{ room: tea, author, seq, storedAt: seq },
        event: { v: 1, id: idAt(seq), at: seq, kind: 'message.removed', message },
      } as StoredEvent)
    removal(10, ana, idAt(1))
    expect(mine.texts()).toEqual(['line 2', ''])
    device.calls.length = 0
    removal(11, 'z'.repeat(16) as UserId, idAt(2))
    expect(mine.texts(), 'may be anybody').toEqual(['line 2', ''])
    server.put({ ...messageAt(2), version: 11, text: '', removedAt: 11 }, 900_002)
    await server.clock.advance(1_000)
    expect([mine.texts(), device.calls]).toEqual([['', ''], ['list']])
  })

  test('is not asked for again and again of a server that does not know of it', async () => {
    const server = startSavedServer()
    const device = server.device()
    const mine = await device.start()
    device.fail(appError('route-unknown'))
    mine.desk.onUp()
    await server.clock.advance(600_000)
    expect(device.calls).toEqual(['list'])
    expect(mine.list()).toMatchObject({ isKnown: false, problem: { code: 'route-unknown' } })
    expect(await mine.set(1, true)).toBe('route-unknown')
    expect(mine.texts()).toEqual([])
  })

  test('leaves with the room, disk and all, and is there again when I am', async () => {
    const server = startSavedServer()
    server.put(messageAt(1), 900_001)
    server.put(messageAt(2, sea), 900_002)
    const device = server.device()
    const mine = await device.start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['line 2', 'line 1'])
    const entry = mine.book.get(sea)
    mine.book.delete(sea)
    server.unseen.add(sea)
    mine.desk.onRoom(sea, { kind: 'gone' })
    await mine.desk.flush()
    expect(mine.texts()).toEqual(['line 1'])
    expect((await device.store.loadSaved()).map(({ id }) => id)).toEqual([idAt(1)])
    server.hintAll()
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['line 1'])
    if (entry !== undefined) mine.book.set(sea, entry)
    server.unseen.delete(sea)
    mine.desk.onRoom(sea, { kind: 'added' })
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['line 2', 'line 1'])
    expect((await device.start([tea])).texts(), 'a start without the room').toEqual(['line 1'])
  })

  test('loses its copies where somebody clears them, and fetches them when somebody looks', async () => {
    const server = startSavedServer()
    server.put(messageAt(1), 900_001)
    server.put({ ...messageAt(2, sea), text: 'x'.repeat(100_000) }, 900_002)
    const device = server.device()
    const mine = await device.start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(JSON.stringify(await device.store.loadSaved()).length, 'a long text is cut').toBeLessThan(5_000)
    expect(await mine.desk.clearCopies([tea])).toBe(true)
    expect(mine.texts()).toEqual(['x'.repeat(2_000), '?'])
    expect(JSON.stringify(await device.store.loadSaved())).not.toContain('line 1')
    await mine.desk.handlers['refresh-saved']({ kind: 'refresh-saved' })
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['x'.repeat(2_000), 'line 1'])
  })

  test('is asked for no further than something can be other, and says when it could not be', async () => {
    const server = startSavedServer()
    server.cutPages(2)
    for (let seq = 1; seq <= 7; seq++) server.put(messageAt(seq), 900_000 + seq)
    server.put(messageAt(8, sea), 900_008)
    server.unseen.add(sea)
    const device = server.device()
    const mine = await device.start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    expect(device.calls).toEqual(['list', 'list 2', 'list 4', 'list 6'])
    const asked = async (what: () => void) => {
      device.calls.length = 0
      what()
      await server.clock.advance(1_000)
      return device.calls.length
    }
    expect(await asked(server.hintAll), 'nothing is other').toBe(1)
    expect(
      await asked(() => {
        server.put(messageAt(9), 900_009)
        server.hintAll()
      }),
      'one more, the newest',
    ).toBe(1)
    expect(
      await asked(() => {
        server.marks.delete(savedKeyOf(tea, idAt(1)))
        server.hintAll()
      }),
      'the oldest is gone',
    ).toBe(4)
    expect(mine.texts()).toEqual([9, 7, 6, 5, 4, 3, 2].map((seq) => `line ${seq}`))
    expect(await asked(mine.desk.onUp), 'another connection, and nothing is other').toBe(1)
    server.put({ ...messageAt(2), version: 20, text: '', removedAt: 20 }, 900_002)
    expect(await asked(() => mine.desk.onMissed([sea])), 'nothing of mine was said there').toBe(0)
    expect(await asked(() => mine.desk.onMissed([tea])), 'where I was not, something became of the oldest').toBe(4)
    expect(mine.texts()).toEqual(['line 9', 'line 7', 'line 6', 'line 5', 'line 4', 'line 3', ''])
    device.fail(offline)
    expect(await asked(() => void mine.desk.handlers['refresh-saved']({ kind: 'refresh-saved' }))).toBeGreaterThan(0)
    expect(mine.list()).toMatchObject({ isKnown: true, isAsking: false, problem: { code: 'network-unreachable' } })
    device.fail(undefined)
    await server.clock.advance(30_000)
    expect(mine.list()).toEqual({ isKnown: true, isAsking: false })
    mine.desk.stop()
    const again = await device.start()
    const start = () => {
      again.desk.onUp()
      again.desk.onMissed([tea])
    }
    expect(await asked(start), 'at a start, whatever was missed, all of it once').toBe(4)
  })

  test('of what is said while the list is on its way the list of before says nothing', async () => {
    const server = startSavedServer()
    for (const seq of [1, 2]) server.put(messageAt(seq), 900_000 + seq)
    server.archive.set(savedKeyOf(tea, idAt(3)), messageAt(3))
    const device = server.device()
    const mine = await device.start()
    mine.desk.onUp()
    await server.clock.advance(1_000)
    let release = () => {}
    device.hold(
      new Promise<void>((resolve) => {
        release = resolve
      }),
    )
    server.hintAll()
    await server.clock.advance(1_000)
    const [saving, leaving] = [mine.set(3, true), mine.set(1, false)]
    await settle()
    release()
    device.hold(undefined)
    await Promise.all([saving, leaving])
    expect(mine.texts()).toEqual(['line 3', 'line 2'])
    await server.clock.advance(1_000)
    expect(mine.texts()).toEqual(['line 3', 'line 2'])
  })

  test('follows what came by history alone, and asks where that is more than it was told', async () => {
    const server = startSavedServer()
    server.put(messageAt(1), 1)
    const device = server.device()
    const { desk, texts } = await device.start()
    desk.onUp()
    await server.clock.advance(1_000)
    desk.onUnheard(tea, [{ ...messageAt(1), version: 9, text: 'changed' }, messageAt(2)])
    expect(texts()).toEqual(['changed'])
    desk.onUnheard(tea, [messageAt(1)])
    expect(texts(), 'what is older').toEqual(['changed'])
    device.calls.length = 0
    desk.onUnheard(sea, undefined)
    await server.clock.advance(1_000)
    expect(device.calls).toEqual([])
    desk.onUnheard(tea, undefined)
    await server.clock.advance(1_000)
    expect(device.calls).toEqual(['list'])
  })
})
