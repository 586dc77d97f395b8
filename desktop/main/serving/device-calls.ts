import { z } from 'zod'
import { parseUserId } from '../../../common/ids.ts'
import { parseJson } from '../accounts/account-book.ts'
import type { ShellDeviceKeys } from '../keeping/device-keys.ts'
import type { AppHandler } from './app-handler.ts'

/** The two things that are ever signed: a broker's nonce, and an access token. No other text gets a signature. */
const signedText = z.union([
  z.string().regex(/^[\w+/=-]{8,128}$/),
  z
    .string()
    .max(8_192)
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
])
const callSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create') }),
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('sign'), text: signedText }),
  z.strictObject({ kind: z.literal('remove') }),
])
const mostBytes = 16_384

/**
 * `POST /shell/device-key/<user>`: what the engine asks of its device's key. It runs in a worker, which has no bridge, and
 * outlives the page that might pass it a port; its own origin it always has.
 */
export function buildDeviceCalls(keys: ShellDeviceKeys): AppHandler {
  return async (request) => {
    const user = parseUserId(/^\/shell\/device-key\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1])
    if (user === undefined) return answer(404)
    if (request.method !== 'POST') return answer(405)
    const body = await request.text()
    const call = body.length > mostBytes ? undefined : callSchema.safeParse(parseJson(body))
    if (call?.success !== true) return answer(400)
    switch (call.data.kind) {
      case 'create':
        return answer(200, { publicKey: await keys.create(user) })
      case 'open':
        return answer(200, { publicKey: await keys.open(user) })
      case 'sign':
        return answer(200, { signature: await keys.sign(user, call.data.text) })
      case 'remove':
        await keys.remove(user)
        return answer(200, {})
    }
  }
}

function answer(status: number, body?: object): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}
