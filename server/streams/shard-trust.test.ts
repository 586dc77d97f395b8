import { describe, expect, it } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { buildShardTrust } from './shard-trust.ts'
import type { StreamTrust } from './stream-trust.ts'

const agrees: StreamTrust = {
  kind: 'agrees',
  firstSeq: 1,
  lastSeq: 9,
  fenced: false,
  isReplicated: false,
  agreed: 9,
  disagreed: undefined,
}
const untouched = { epoch: 0, forkSeq: 0, gaps: [] }

/** What the store and the broker say can be changed between two questions. */
function openTrust() {
  const world = { breaks: 0, asked: 0, nowAt: 0, stream: agrees, state: untouched as object }
  const build = () =>
    buildShardTrust({
      loadShards: async () => [{ shard: 3, state: world.state as typeof untouched }],
      loadPlaces: async () => new Map([[3, { seq: 9, marks: [] }]]),
      loadStreamTrust: async () => {
        world.asked++
        return ok(world.stream)
      },
      countBreaks: () => world.breaks,
      now: () => world.nowAt,
    })
  return { world, build }
}

describe('whether a shard is trusted', () => {
  it('is asked of the broker once however many ask, and again after each break', async () => {
    const { world, build } = openTrust()
    const trust = build()
    const all = await Promise.all(Array.from({ length: 9 }, () => trust.isTrusted(3)))
    expect(all.every(Boolean)).toBe(true)
    for (let times = 0; times < 3; times++) expect(await trust.isTrusted(3)).toBe(true)
    expect(world.asked).toBe(1)
    world.breaks++
    world.stream = { ...agrees, kind: 'younger' }
    expect(await trust.isTrusted(3)).toBe(false)
    expect(await trust.isTrusted(3)).toBe(false)
    world.stream = agrees
    expect(await trust.isTrusted(3)).toBe(true)
  })

  it('is asked again after a second: other servers of a cluster may come back with another past', async () => {
    const { world, build } = openTrust()
    const trust = build()
    expect(await trust.isTrusted(3)).toBe(true)
    world.stream = { ...agrees, kind: 'younger' }
    world.nowAt += 1_000
    expect(await trust.isTrusted(3)).toBe(false)
  })

  it.each([
    ['is younger than its archive', { ...agrees, kind: 'younger' as const }],
    ['is fenced', { ...agrees, fenced: true }],
  ])('is denied to a stream that %s', async (_, stream) => {
    const { world, build } = openTrust()
    world.stream = stream
    expect(await build().isTrusted(3)).toBe(false)
  })

  it.each([
    ['while it is mended', { ...untouched, repair: { step: 'purged' } }, false],
    ['once it is open again, though the copy still stands', { ...untouched, repair: { step: 'opened' } }, true],
    ['while a gap waits for an administrator', { ...untouched, gaps: [{ fromSeq: 1, toSeq: 4 }] }, false],
    ['once one has confirmed', { ...untouched, gaps: [{ fromSeq: 1, toSeq: 4, confirmedAt: 5 }] }, true],
  ])('says of a shard %s: %s', async (_, state, isTrusted) => {
    const { world, build } = openTrust()
    world.state = state
    expect(await build().isTrusted(3)).toBe(isTrusted)
  })

  it('withholds credentials for the rooms of a gap that waits, and for no others', async () => {
    const { world, build } = openTrust()
    const rooms = ['3.aaaaaaaaaaaaaa', '4.aaaaaaaaaaaaaa'].map((room) => ({ room: room as RoomId }))
    expect(await build().keepIssued(rooms)).toEqual(rooms)
    world.state = { ...untouched, gaps: [{ fromSeq: 1, toSeq: 4 }] }
    expect(await build().keepIssued(rooms)).toEqual(rooms.slice(1))
    world.state = { ...untouched, gaps: [{ fromSeq: 1, toSeq: 4, confirmedAt: 9 }] }
    expect(await build().keepIssued(rooms)).toEqual(rooms)
  })

  it('knows nothing of a shard that nobody wrote about', async () => {
    const trust = openTrust().build()
    expect(await trust.load(5)).toEqual(untouched)
  })
})
