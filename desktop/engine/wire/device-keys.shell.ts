import { z } from 'zod'
import { publicNkeySchema } from '../../../common/id-schemas.ts'
import type { UserId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { DeviceKey, DeviceKeys } from './device-key.ts'

const publicAnswer = z.object({ publicKey: publicNkeySchema.optional() })
const signedAnswer = z.object({ signature: z.string().optional() })

/** On the desktop: the seed lies with the main process, which signs (desktop/main/serving/device-calls.ts). It never comes here. */
export function buildAskedDeviceKeys({ fetch, origin }: Pick<EngineDeps, 'fetch' | 'origin'>): DeviceKeys {
  async function ask<T>(user: UserId, call: object, schema: z.ZodType<T>): Promise<T> {
    const answer = await fetch(`${origin}/shell/device-key/${user}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
    })
    if (!answer.ok) throw new Error(`the shell refused to ${JSON.stringify(call)}: ${answer.status}`)
    return schema.parse(await answer.json())
  }
  function keyOf(user: UserId, publicKey: DeviceKey['publicKey']): DeviceKey {
    return {
      publicKey,
      async sign(text) {
        const { signature } = await ask(user, { kind: 'sign', text }, signedAnswer)
        if (signature === undefined) throw new Error('the shell has no key of this user')
        return signature
      },
    }
  }
  return {
    async create(user) {
      const { publicKey } = await ask(user, { kind: 'create' }, publicAnswer)
      if (publicKey === undefined) throw new Error('the shell made no key')
      return keyOf(user, publicKey)
    },
    async open(user) {
      const { publicKey } = await ask(user, { kind: 'open' }, publicAnswer)
      return publicKey && keyOf(user, publicKey)
    },
    async remove(user) {
      await ask(user, { kind: 'remove' }, z.object({}))
    },
  }
}
