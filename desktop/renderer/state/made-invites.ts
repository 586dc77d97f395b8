import { create } from 'zustand'
import type { RoomId } from '../../../common/ids.ts'
import type { MadeInvite } from '../../room-command.ts'

/**
 * Links that this window has made: a code is told once, and the server keeps only its digest. So they are shown until the
 * window closes, and nowhere after that.
 */
const useMade = create<{ readonly links: Readonly<Record<RoomId, MadeInvite>> }>()(() => ({ links: {} }))

export function useMadeInvite(room: RoomId): MadeInvite | undefined {
  return useMade((made) => made.links[room])
}

export function madeInvite(room: RoomId): MadeInvite | undefined {
  return useMade.getState().links[room]
}

export function keepInvite(room: RoomId, invite: MadeInvite | undefined): void {
  useMade.setState(({ links }) => {
    const { [room]: _, ...rest } = links
    return { links: invite === undefined ? rest : { ...rest, [room]: invite } }
  })
}
