import { createHmac } from 'node:crypto'
import type { PublicNkey, UserId } from '../../common/ids.ts'
import { isSignedBy } from '../nats/nkey.ts'

/**
 * What a bot signs to show that it holds its key. It follows from the time, so nothing is kept and any copy of the server
 * knows it again. Signed once it is good for a minute or two: whoever saw the signature gets a credential that nobody can
 * use without the seed.
 */
export type RenewalNonces = {
  readonly build: (bot: UserId) => string
  readonly isSigned: (bot: UserId, proof: { readonly publicKey: PublicNkey; readonly signature: string }) => boolean
}

const spanMs = 60_000

export function buildRenewalNonces(key: Uint8Array, now: () => number): RenewalNonces {
  const nonceOf = (bot: UserId, span: number) => createHmac('sha256', key).update(`${bot} ${span}`).digest('base64url')
  const spanOf = () => Math.floor(now() / spanMs)
  return {
    build: (bot) => nonceOf(bot, spanOf()),
    isSigned: (bot, { publicKey, signature }) => {
      // Either alphabet of base 64.
      const signed = Buffer.from(signature, 'base64url')
      return [0, 1].some((ago) => isSignedBy(publicKey, Buffer.from(nonceOf(bot, spanOf() - ago)), signed))
    },
  }
}
