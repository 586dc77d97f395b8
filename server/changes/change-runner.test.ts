import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appError } from '../../common/app-error.ts'
import type { EventId } from '../../common/ids.ts'
import { err, ok } from '../../common/result.ts'
import type { ChangeStore } from '../store/change-store.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { type ChangeKind, createChangeRunner, type Published } from './change-runner.ts'
import { createTurns } from './turns.ts'

/** A suspension, as an example: a register decides who is suspended, and their connections are to be cut. */
type Suspension = { readonly user: string }
type Standing = { readonly user: string }

class Died extends Error {}

describe('a change with several steps', () => {
  let folder: string
  let store: Store
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'natter-changes-'))
    store = await openStore({ dataDir: folder })
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  let worlds = 0
  /** What all copies share: the store, the register that decides, and what was cut. A kind of its own, so that none meets another's. */
  function createWorld() {
    return { name: `suspension ${worlds++}`, register: new Set<EventId>(), cut: [] as string[] }
  }
  type World = ReturnType<typeof createWorld>

  /** One copy of the server, which dies after so many calls of the world outside: no later one does anything. */
  function startCopy(world: World, { dieAfter = Number.POSITIVE_INFINITY, laterMs = 0, reaches = true } = {}) {
    let steps = 0
    const step =
      <Args extends readonly unknown[], T>(act: (...args: Args) => T | Promise<T>) =>
      async (...args: Args): Promise<T> => {
        if (steps++ >= dieAfter) throw new Died()
        return act(...args)
      }
    const { changes } = store
    const mortal: ChangeStore = {
      putChange: step(changes.putChange),
      removeChange: step(changes.removeChange),
      loadChange: step(changes.loadChange),
      loadChanges: step(changes.loadChanges),
    }
    const kind: ChangeKind<Suspension, Standing> = {
      name: world.name,
      parse: (detail) =>
        typeof detail === 'object' && detail !== null && 'user' in detail ? { user: String(detail.user) } : undefined,
      find: step((id: EventId, { user }: Suspension) =>
        reaches ? ok(world.register.has(id) ? { user } : undefined) : err(appError('nats-unavailable')),
      ),
      applyEffects: step(({ user }: Suspension) => {
        if (!reaches) return err(appError('nats-unavailable'))
        world.cut.push(user)
        return ok(undefined)
      }),
    }
    const runner = createChangeRunner(mortal, kind, () => Date.now() + laterMs)
    return {
      ...runner,
      suspend: (user: string, answer: (id: EventId) => Published<Standing>) => {
        let mine: EventId | undefined
        return runner.begin(
          (id) => {
            mine = id
            return { user }
          },
          step(() => answer(mine as EventId)),
        )
      },
    }
  }
  const stand = (world: World, user: string) => (id: EventId) => {
    world.register.add(id)
    return { kind: 'stands', standing: { user } } as const
  }
  const pending = (world: World) => store.changes.loadChanges(world.name)

  it('cut off after any step ends as if it had not been begun, or as if it had not been cut off', async () => {
    const ends: string[] = []
    for (let dieAfter = 0; ; dieAfter++) {
      const world = createWorld()
      const dying = startCopy(world, { dieAfter })
      let whole = false
      try {
        const begun = await dying.suspend('eve', stand(world, 'eve'))
        if (begun.ok) whole = await begun.value.settle()
      } catch (fault) {
        if (!(fault instanceof Died)) throw fault
      }
      await startCopy(world).repair()
      if (world.register.size === 1) {
        expect(world.cut, `died after ${dieAfter}`).toContain('eve')
        expect(await pending(world)).toEqual([])
        ends.push(whole ? 'whole' : 'finished by another')
      } else {
        expect(world.cut).toEqual([])
        expect((await pending(world)).length).toBeLessThanOrEqual(1)
        await startCopy(world, { laterMs: 61_000 }).repair()
        expect(await pending(world)).toEqual([])
        ends.push('not begun')
      }
      if (whole) break
    }
    // Before the record, before the publish; before the effects, before the record goes; and not at all.
    expect(ends).toEqual(['not begun', 'not begun', 'finished by another', 'finished by another', 'whole'])
  })

  it('whose answer was lost stays, and is finished where it stands', async () => {
    const world = createWorld()
    const copy = startCopy(world)
    const begun = await copy.suspend('eve', (id) => {
      world.register.add(id)
      return { kind: 'open', error: appError('nats-unavailable') }
    })
    expect(begun).toMatchObject({ ok: false, error: { code: 'nats-unavailable' } })
    expect(await pending(world)).toHaveLength(1)
    expect(await copy.repair()).toEqual({ finished: 1, unreadable: 0 })
    expect([world.cut, await pending(world)]).toEqual([['eve'], []])
  })

  it('whose answer was lost is not dropped as long as it can be on its way', async () => {
    const world = createWorld()
    await startCopy(world).suspend('eve', () => ({ kind: 'open', error: appError('nats-unavailable') }))
    await startCopy(world, { laterMs: 59_000 }).repair()
    expect(await pending(world)).toHaveLength(1)
    await startCopy(world, { laterMs: 61_000 }).repair()
    expect([world.cut, await pending(world)]).toEqual([[], []])
  })

  it('that was refused leaves nothing behind', async () => {
    const world = createWorld()
    const begun = await startCopy(world).suspend('eve', () => ({ kind: 'refused', error: appError('room-changed') }))
    expect(begun).toMatchObject({ ok: false, error: { code: 'room-changed' } })
    expect(await pending(world)).toEqual([])
  })

  it('of which it cannot be told whether it stands, or whose effects fail, is tried again and never dropped', async () => {
    const world = createWorld()
    const begun = await startCopy(world, { reaches: false }).suspend('eve', stand(world, 'eve'))
    expect(begun.ok && (await begun.value.settle())).toBe(false)
    expect(await startCopy(world, { reaches: false, laterMs: 3_600_000 }).repair()).toMatchObject({ finished: 0 })
    expect(await pending(world)).toHaveLength(1)
    expect(await startCopy(world, { laterMs: 3_600_000 }).repair()).toMatchObject({ finished: 1 })
    expect(world.cut).toEqual(['eve'])
  })

  it('is its maker’s own until it is settled: nobody in the same process repairs it meanwhile', async () => {
    const world = createWorld()
    const copy = startCopy(world)
    const begun = await copy.suspend('eve', stand(world, 'eve'))
    expect(await copy.repair()).toMatchObject({ finished: 0 })
    const [id] = [...world.register]
    expect(await copy.isAwaited(id as EventId)).toBe(true)
    expect(await startCopy(world).isAwaited(id as EventId)).toBe(true)
    expect(begun.ok && (await begun.value.settle())).toBe(true)
    expect(await copy.isAwaited(id as EventId)).toBe(false)
    expect(world.cut).toEqual(['eve'])
  })

  it('that another version wrote and this one cannot read is left where it is, and said', async () => {
    const world = createWorld()
    const copy = startCopy(world, { laterMs: 3_600_000 })
    await store.changes.putChange({ id: 'x' as EventId, kind: world.name, detail: { whom: 'eve' }, startedAt: 1 })
    expect(await copy.repair()).toEqual({ finished: 0, unreadable: 1 })
    expect(await pending(world)).toHaveLength(1)
  })
})

describe('turns', () => {
  it('are taken one after the other for each key, whatever became of the one before, and beside those of other keys', async () => {
    const inTurn = createTurns<string>()
    const said: string[] = []
    const work = (key: string, name: string, until: Promise<unknown>) =>
      inTurn(key, async () => {
        said.push(`${name} begins`)
        await until
        said.push(`${name} ends`)
      })
    let open = () => {}
    const gate = new Promise<void>((done) => {
      open = done
    })
    const first = work('a', 'first', gate)
    const failing = inTurn('a', async () => {
      throw new Error('no')
    })
    const last = work('a', 'last', Promise.resolve())
    await work('b', 'other', Promise.resolve())
    open()
    await expect(failing).rejects.toThrow('no')
    await Promise.all([first, last])
    expect(said).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'last begins', 'last ends'])
  })
})
