import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildMessagesFromApi, type History } from '../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'

/** For the chaos test: what the archive has, asked by somebody who is no client of ours. */
export async function readArchive(
  origin: string,
  account: { readonly handle: string; readonly password: string },
  rooms: readonly RoomId[],
): Promise<ReadonlyMap<RoomId, readonly Message[]>> {
  const signedIn = await fetch(origin + apiPaths.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, deviceName: 'Auditor' }),
  })
  const { accessToken } = (await signedIn.json()) as { readonly accessToken: string }
  const all = new Map<RoomId, readonly Message[]>()
  for (const room of rooms) {
    const messages: Message[] = []
    let after = 0
    for (;;) {
      const headers = { authorization: `Bearer ${accessToken}` }
      const answer = await fetch(`${origin}${apiPaths.messages(room)}?after=${after}&limit=200`, { headers })
      if (!answer.ok) throw new Error(`history: ${answer.status} ${await answer.text()}`)
      const page = (await answer.json()) as History
      messages.push(...buildMessagesFromApi(page))
      after = Math.max(after, ...page.messages.map(({ seq }) => seq), ...page.notices.map(({ seq }) => seq))
      if (!page.hasMoreAfter) {
        if (!page.complete) throw new Error('the archive is behind')
        break
      }
    }
    all.set(room, messages)
  }
  return all
}
