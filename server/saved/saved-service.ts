import { appError } from '../../common/app-error.ts'
import { mostSaved, savedWordLifeMs } from '../../common/http-contract/saved-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { findSeen } from '../reach/seen-message.ts'
import { isSeen } from '../reach/visible-spans.ts'
import type { SavedMark, SavedPlace } from '../store/saved-store.ts'
import type { Store } from '../store/store-port.ts'

export type SavedPage = {
  readonly saved: readonly { readonly room: RoomId; readonly message: Message; readonly at: number }[]
  readonly total: number
  readonly next?: SavedPlace
}
/** `agoMs`: so long before now it was said. */
export type SavedSaying = { readonly room: RoomId; readonly message: MessageId; readonly agoMs: number }

/** What somebody has saved for themselves: nobody else learns of it, and it opens nothing that they could not see without. */
export type SavedService = {
  readonly list: (user: UserId, after: SavedPlace | undefined, limit: number) => Promise<SavedPage>
  readonly save: (user: UserId, saying: SavedSaying) => Promise<Result<void>>
  /** Of a message that they may not see any more too, or that was never saved. */
  readonly unsave: (user: UserId, saying: SavedSaying) => Promise<Result<void>>
}

type Dependencies = {
  readonly store: Pick<Store, 'saved' | 'archive'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  /** Waits for the archive, a moment; false where it is behind all the same. */
  readonly catchUp: (shard: number) => Promise<boolean>
  readonly hint: (user: UserId) => void
  readonly now: () => number
  readonly most?: number
}

const atOnce = 200

export function buildSavedService(deps: Dependencies): SavedService {
  const { store, loadReach, catchUp, hint, now, most = mostSaved } = deps
  const { saved, archive } = store
  const seeing = { loadReach, catchUp, loadMessages: archive.loadMessages }

  /** Those that they may see now, in their order. */
  async function judge(user: UserId, marks: readonly SavedMark[]): Promise<readonly Seen[]> {
    const rooms = [...new Set(marks.map(({ room }) => room))]
    await Promise.all([...new Set(rooms.map(shardOf))].map(catchUp))
    const reaches = new Map(await Promise.all(rooms.map(async (room) => [room, await loadReach(user, room)] as const)))
    const reached = marks.filter(({ room }) => reaches.get(room)?.scope !== 'none')
    const found = await archive.loadMessages(reached.map(({ room, message }) => ({ room, id: message })))
    const byKey = new Map(found.map((message) => [`${message.room} ${message.id}`, message]))
    return reached.flatMap((mark) => {
      const message = byKey.get(`${mark.room} ${mark.message}`)
      const isShown = message !== undefined && isSeen(reaches.get(mark.room)?.seen ?? [], message.seq)
      return isShown ? [{ mark, message }] : []
    })
  }

  /** What they cannot see takes no place away from what they could save. */
  async function makeRoom(user: UserId): Promise<boolean> {
    if ((await saved.countSaved(user)) < most) return true
    const all = (await saved.loadMarksOf(user)).filter(({ isSaved }) => isSaved)
    const seen = new Set((await judge(user, all)).map(({ mark }) => mark))
    await saved.removeMarks(all.filter((mark) => !seen.has(mark)))
    return seen.size < most
  }

  return {
    list: async (user, from, limit) => {
      const total = saved.countSaved(user)
      const page: Seen[] = []
      for (let after = from; ; ) {
        const marks = await saved.loadSaved(user, { limit: atOnce, ...(after === undefined ? {} : { after }) })
        page.push(...(await judge(user, marks)))
        const isLast = marks.length < atOnce
        if (!isLast && page.length <= limit) {
          after = marks.at(-1)
          continue
        }
        const last = page[limit - 1]?.mark
        return {
          saved: page.slice(0, limit).map(({ mark, message }) => ({ room: mark.room, message, at: mark.at })),
          total: await total,
          ...(page.length > limit && last !== undefined ? { next: last } : {}),
        }
      }
    },
    save: async (user, saying) => {
      const { room, message, agoMs } = saying
      const found = await findSeen(seeing, user, saying)
      if (!found.ok) return found
      const key = { user, room, message }
      const isSaved = (await saved.loadMark(key))?.isSaved === true
      if (!isSaved && found.value.removedAt !== undefined) return err(appError('message-unknown'))
      if (!isSaved && !(await makeRoom(user))) return err(appError('saved-too-many'))
      await saved.foldWord(key, { on: true, at: now() - agoMs })
      hint(user)
      return ok(undefined)
    },
    unsave: async (user, saying) => {
      const { room, message, agoMs } = saying
      const key = { user, room, message }
      // Of what was never saved it is noted where an earlier word may still come from another device, and ids are not made up.
      if ((await saved.loadMark(key)) === undefined && !(await findSeen(seeing, user, saying)).ok) return ok(undefined)
      await saved.foldWord(key, { on: false, at: now() - agoMs })
      await saved.pruneUnsaved(user, { since: now() - savedWordLifeMs, most })
      hint(user)
      return ok(undefined)
    },
  }
}

type Seen = { readonly mark: SavedMark; readonly message: Message }
