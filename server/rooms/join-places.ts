import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { appError } from '../../common/app-error.ts'
import { maxRoomsOfUser } from '../../common/credential-scope.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err } from '../../common/result.ts'
import type { LeaseStore } from '../store/lease-store.ts'
import type { RoomStore } from '../store/room-store.ts'

export type JoinPlacesDependencies = {
  readonly rooms: Pick<RoomStore, 'countRoomsOfUser'>
  readonly leases: LeaseStore
  readonly most?: number
}

export type JoinPlaces = {
  /** Does the work, which brings these people into one room more, where each still has a place. */
  readonly whilePlaced: <T>(users: readonly UserId[], work: () => Promise<Result<T>>) => Promise<Result<T>>
}

/** So far below the limit nobody has to wait for anybody: that many joins of one person are not under way at once. */
const slack = 200
const leaseMs = 30_000
const waitMs = 10_000
const pollMs = 25

/**
 * The limit of rooms a person holds in races too, of several servers: near it, joins of one person take turns by a lease
 * in the store, and count when it is theirs. Their number is in no single row that an update could be guarded by.
 */
export function buildJoinPlaces({ rooms, leases, most = maxRoomsOfUser }: JoinPlacesDependencies): JoinPlaces {
  async function take(name: string, holder: string): Promise<boolean> {
    for (const until = Date.now() + waitMs; ; await sleep(pollMs)) {
      if ((await leases.takeLease({ name, holder, lifeMs: leaseMs })) !== undefined) return true
      if (Date.now() > until) return false
    }
  }

  return {
    whilePlaced: async (users, work) => {
      const near: UserId[] = []
      for (const user of users) {
        if ((await rooms.countRoomsOfUser(user)) >= most - slack) near.push(user)
      }
      const holder = randomUUID()
      const held: string[] = []
      try {
        // In one order for all, so that no two wait for each other.
        for (const user of near.sort()) {
          const name = `rooms-of-${user}`
          if (!(await take(name, holder))) return err(appError('busy', { retryAfterMs: 2_000 }))
          held.push(name)
          if ((await rooms.countRoomsOfUser(user)) >= most) return err(appError('rooms-too-many'))
        }
        return await work()
      } finally {
        await Promise.all(held.map((name) => leases.releaseLease(name, holder)))
      }
    },
  }
}
