import { useCallback, useRef, useState } from 'react'
import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import { parseRoomId, type RoomId } from '../../../../common/ids.ts'
import { ok } from '../../../../common/result.ts'
import { type AdminList, useAdminList } from '../frame/use-admin-list.ts'
import { type AuditAsked, listAudit, loadRoomName } from './audit-calls.ts'
import type { AuditNames } from './audit-words.ts'

type Names = Pick<AuditNames, 'people' | 'rooms'>

/** The log as it is asked for, the newest lines first, with the names of whom and where they are about. */
export function useAuditLines({ who, whom, what, after }: AuditAsked): {
  readonly list: AdminList<AuditLine>
  readonly names: Names
} {
  const [names, setNames] = useState<Names>({ people: {}, rooms: {} })
  /** Asked about once, found or not: a closed room has no name any more. */
  const asked = useRef(new Set<RoomId>())
  const nameRooms = useCallback(async (lines: readonly AuditLine[]) => {
    const unknown = lines.flatMap(({ whom: id }) => parseRoomId(id) ?? []).filter((id) => !asked.current.has(id))
    for (const id of new Set(unknown)) {
      asked.current.add(id)
      const found = await loadRoomName(id)
      if (!found.ok) continue
      const { name } = found.value.room
      setNames((before) => ({ ...before, rooms: { ...before.rooms, [id]: name } }))
    }
  }, [])
  const ask = useCallback(
    async (cursor: string | undefined) => {
      const page = await listAudit({ who, whom, what, after }, cursor)
      if (!page.ok) return page
      const { lines, users } = page.value
      const standing = users.filter(({ deleted }) => deleted !== true)
      const people = Object.fromEntries(standing.map(({ id, displayName }) => [id, displayName]))
      setNames((before) => ({ ...before, people: { ...before.people, ...people } }))
      void nameRooms(lines)
      return ok({ rows: lines, cursor: page.value.cursor })
    },
    [who, whom, what, after, nameRooms],
  )
  return { list: useAdminList(ask, keyOf), names }
}

const keyOf = ({ id }: AuditLine) => id
