import { z } from 'zod'
import { retentionDaysSchema } from '../../common/http-contract/server-settings-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import type { LeaseStore } from '../store/lease-store.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { EraseOldWords } from './old-word-eraser.ts'

/**
 * Takes away what is older than it may be: by a room's own setting, else by the server's. One copy of the server at a time, a few
 * rooms a pass, a pass no longer than some seconds; where it stood is kept, so that any copy goes on from there.
 */
export type RetentionService = {
  /** Null: as the server is set. */
  readonly loadRoomDays: (room: RoomId) => Promise<number | null>
  /** Of those that have a setting of their own. */
  readonly loadDaysOf: (rooms: readonly RoomId[]) => Promise<ReadonlyMap<string, number | null>>
  readonly setRoomDays: (room: RoomId, days: number | null) => Promise<Result<void>>
  /** Undefined: another copy is at it, or nothing is to be removed anywhere. */
  readonly pass: () => Promise<RetentionPass | undefined>
}
export type RetentionPass = { readonly rooms: number; readonly messages: number; readonly failed: number }

export type RetentionDependencies = {
  readonly records: RecordStore
  readonly leases: LeaseStore
  readonly rooms: Pick<RoomStore, 'listRooms'>
  readonly loadServerDays: () => Promise<number | null>
  readonly erase: EraseOldWords
  readonly holder: string
  readonly now: () => number
}

const daysSchema = z.object({ days: retentionDaysSchema })
const placeSchema = z.object({ after: z.string() })
const leaseMs = 60_000
const passMs = 10_000
const roomsAtATime = 100
const dayMs = 86_400_000

export function buildRetention(deps: RetentionDependencies): RetentionService {
  const { now } = deps
  const days = buildRecordBook(deps.records, 'retention-days', daysSchema, now)
  const place = buildRecordBook(deps.records, 'retention-place', placeSchema, now)
  const loadRoomDays: RetentionService['loadRoomDays'] = async (room) => (await days.load(room))?.detail.days ?? null

  /** Those that have to be looked at: all where the server says so, else those with a setting of their own. */
  async function listNext(serverDays: number | null, after: string): Promise<readonly RoomId[]> {
    if (serverDays !== null) return deps.rooms.listRooms(after as RoomId, roomsAtATime)
    const own = (await days.listAll('retention')).map(({ id }) => id as RoomId).sort()
    return own.filter((room) => room > after).slice(0, roomsAtATime)
  }

  async function pass(): Promise<RetentionPass | undefined> {
    const serverDays = await deps.loadServerDays()
    const after = (await place.load('all'))?.detail.after ?? ''
    const rooms = await listNext(serverDays, after)
    const endsAt = now() + passMs
    let [seen, messages, failed, last] = [0, 0, 0, '']
    for (const room of rooms) {
      const kept = (await loadRoomDays(room)) ?? serverDays
      const erased =
        kept === null ? ok({ messages: 0, isDone: true }) : await deps.erase(room, now() - kept * dayMs, endsAt)
      if (!erased.ok) failed++
      else messages += erased.value.messages
      // Once more from here, since there is more in it.
      if (erased.ok && !erased.value.isDone) break
      seen++
      last = room
      if (now() >= endsAt) break
    }
    const isRound = rooms.length < roomsAtATime && seen === rooms.length
    const next = isRound ? '' : last === '' ? after : last
    if (next !== after) await place.change('all', () => ok({ detail: { after: next }, owners: [] }))
    return rooms.length === 0 && after === '' ? undefined : { rooms: seen, messages, failed }
  }

  return {
    loadRoomDays,
    loadDaysOf: async (rooms) =>
      new Map([...(await days.loadMany(rooms))].map(([room, { detail }]) => [room, detail.days])),
    setRoomDays: async (room, wanted) => {
      const changed = await days.change(room, () =>
        ok(wanted === null ? 'remove' : { detail: { days: wanted }, owners: ['retention', room] }),
      )
      return changed.ok ? ok(undefined) : changed
    },
    pass: async () => {
      const lease = await deps.leases.takeLease({ name: 'retention', holder: deps.holder, lifeMs: leaseMs })
      if (lease === undefined) return undefined
      try {
        return await pass()
      } finally {
        await deps.leases.releaseLease('retention', deps.holder)
      }
    },
  }
}
