import { describe, expect, it } from 'vitest'
import type { UserRow } from '../../store/account-store.ts'
import { buildBatch, buildMessage, buildRoom, type Conformance, newDevice, newRoom, newUser } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const at = 1_763_800_000_000

export function describeFigures({ open }: Conformance): void {
  describe('figures', () => {
    const database = useDatabase(open)
    const put = async (change: Partial<UserRow> = {}) => {
      const id = newUser()
      const row = { id, handle: `h-${id}`, displayName: 'Ana', passwordHash: '-', admin: false, createdAt: at }
      await database.first.accounts.putUser({ ...row, ...change })
      return id
    }

    it('count people once each by when they were seen, without bots and those who are gone', async () => {
      const { first, second } = database
      expect(await second.figures.countPeople([0])).toEqual({ total: 0, suspended: 0, active: [0] })
      const [ana] = [await put(), await put({ suspendedAt: at, profile: { bio: 'here' } })]
      await put({ profile: { botOf: ana } })
      const gone = await put()
      for (const [user, lastSeenAt] of [
        [ana, at - 5],
        [ana, at - 1],
        [gone, at],
      ] as const) {
        const device = { id: newDevice(), user, name: 'x', createdAt: at, lastSeenAt }
        await first.devices.putDevice(device)
      }
      expect(await first.accounts.eraseUser(gone, at)).toBe(true)
      const counted = await second.figures.countPeople([at - 1, at - 9, at + 1])
      expect([counted.total, counted.suspended, counted.active.at(-1)]).toEqual([2, 1, 0])
      expect(counted.active.slice(0, 2)).toEqual([1, 1])
    })

    it('count rooms with somebody in them, and messages by when they were said', async () => {
      const { first, second } = database
      await first.rooms.putRoom(buildRoom({ users: [newUser(), newUser()] }), 0)
      await first.rooms.putRoom(buildRoom({ users: [] }), 0)
      expect(await second.figures.countRooms()).toBe(1)
      const room = newRoom()
      const posted = [10, 20, 29, 30].map((seq) => buildMessage({ room, seq, at: at + seq }))
      await first.archive.writeBatch(buildBatch({ posted }))
      expect(await second.figures.countMessages()).toBe(4)
      expect(await second.figures.countRoomMessages(room)).toBe(4)
      expect(await second.figures.countRoomMessages(newRoom())).toBe(0)
      const bounds = [0, 10, 20, 30, 40, 50].map((past) => at + past)
      expect(await second.figures.countMessagesBetween(bounds)).toEqual([0, 1, 2, 1, 0])
      expect(await second.figures.countMessagesBetween([])).toEqual([])
      expect(await second.figures.countBytes()).toBeGreaterThan(0)
    })
  })
}
