import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../common/http-contract/file-contract.ts'
import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import { natterUrl } from './natter-under-test.ts'
import { type Person, password } from './people-in-browsers.ts'

export type SignedIn = { readonly user: UserId; readonly token: string }

/** A session of theirs beside the browser's, to bring the server what a test needs there. */
export async function signInBeside({ handle }: Pick<Person, 'handle'>): Promise<SignedIn> {
  const answer = await fetch(natterUrl() + apiPaths.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle, password, deviceName: 'Another' }),
  })
  const session = (await answer.json()) as { readonly accessToken: string; readonly user: { readonly id: UserId } }
  return { user: session.user.id, token: session.accessToken }
}

/** In one call: it is in no message yet, and so its maker's alone. */
export async function uploadBeside({ token }: SignedIn, room: RoomId, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const answer = await fetch(natterUrl() + apiPaths.roomFiles(room), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  })
  const file = answer.headers.get(fileHeader)
  if (file === null) throw new Error(`${answer.status} ${await answer.text()}`)
  return file as FileId
}
