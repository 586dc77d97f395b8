import { appError } from '../../common/app-error.ts'
import type { PublicRooms } from '../../common/http-contract/room-contract.ts'
import { parseRoomId, type RoomId, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { RoomStore } from '../store/room-store.ts'

export type FindPublicRooms = (
  caller: UserId,
  query: { readonly q?: string | undefined; readonly limit: number; readonly cursor?: string | undefined },
) => Promise<Result<PublicRooms>>

const rowsAtOnce = 200
/** Rows looked through for one answer: whoever searches for what is not there costs no more. */
const mostRows = 5_000

/** Rooms that everybody may join, without those from which the caller is banned. */
export function buildPublicRooms(rooms: Pick<RoomStore, 'loadPublicRooms' | 'loadRooms'>): FindPublicRooms {
  return async (caller, { q = '', limit, cursor }) => {
    const start = cursor === undefined ? undefined : parseRoomId(Buffer.from(cursor, 'base64url').toString())
    if (cursor !== undefined && start === undefined) return err(appError('request-invalid', { fields: foreignCursor }))
    const wanted = fold(q)
    const found: PublicRooms['rooms'] = []
    let after = start
    for (let looked = 0; looked < mostRows && found.length <= limit; ) {
      const rows = await rooms.loadPublicRooms(after, rowsAtOnce)
      const hits = rows.filter(({ name, topic }) => fold(name).includes(wanted) || fold(topic).includes(wanted))
      const states = await rooms.loadRooms(hits.map(({ room }) => room))
      const banned = new Set(states.flatMap(({ room, bans }) => (bans?.includes(caller) ? room : [])))
      for (const { room: id, name, topic, memberCount, avatar } of hits) {
        if (banned.has(id)) continue
        found.push({ id, name, topic, members: memberCount, ...(avatar === undefined ? {} : { avatar }) })
      }
      looked += rows.length
      after = rows.at(-1)?.room ?? after
      if (rows.length < rowsAtOnce) break
    }
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const hasMore = found.length > limit && last !== undefined
    return ok({ rooms: page, ...(hasMore ? { cursor: encode(last.id) } : {}) })
  }
}

const foreignCursor = { '/querystring/cursor': 'must be the cursor of an answer of this call' }

function encode(room: RoomId): string {
  return Buffer.from(room).toString('base64url')
}

/** As people look for a name: accents and case make no other one. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
