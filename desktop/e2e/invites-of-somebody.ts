import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { natterUrl } from './natter-under-test.ts'
import { password } from './people-in-browsers.ts'

/** Somebody without a browser, who has a room and invites into it. */
export async function inviteFrom(displayName: string, roomName: string) {
  const call = async (path: string, body: object, token?: string) => {
    const answer = await fetch(natterUrl() + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    expect(answer.ok, `${path} was answered with ${answer.status}`).toBe(true)
    return (await answer.json()) as Record<string, never>
  }
  const handle = `i${randomBytes(6).toString('hex')}`
  const { accessToken } = await call(apiPaths.register, { handle, displayName, password })
  const { room } = (await call(apiPaths.rooms, { name: roomName, members: [] }, accessToken)) as unknown as {
    room: { readonly id: RoomId }
  }
  const { invite } = (await call(apiPaths.roomInvites(room.id), {}, accessToken)) as unknown as {
    invite: { readonly code: string }
  }
  return { room: room.id, code: invite.code, url: `${natterUrl()}/invite/${invite.code}` }
}
