import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../accounts/account-book.ts'

/**
 * What an update says of itself, signed by whoever releases Natter. The certificate of a system's program is one lock, and
 * not every system has it; this is the other, and it is ours. Everything that decides what is installed where is in the
 * signed text, so that a true claim cannot be shown in another place.
 */
const claimSchema = z.strictObject({
  product: z.literal('natter'),
  channel: z.string().regex(/^[a-z]{1,20}$/),
  system: z.enum(['linux', 'mac', 'windows']),
  arch: z.enum(['x64', 'arm64']),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  file: z.string().regex(/^Natter-[\w.-]{1,100}\.(exe|dmg|AppImage)$/),
  bytes: z.int().min(1).max(600_000_000),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})
export type UpdateClaim = z.output<typeof claimSchema>
const proofSchema = z.strictObject({ claim: z.string().max(1_000), signature: z.string().max(200) })

/** Before the claim in what is signed: a signature of this key for something else is none for an update. */
const signedAs = 'natter update 1\n'

export type UpdatePlace = Pick<UpdateClaim, 'channel' | 'system' | 'arch'>

/** `older-than-seen`: signed once, but a later one was seen since, so somebody shows yesterday's. */
export type ClaimFault = 'not-signed' | 'other-place' | 'not-newer' | 'older-than-seen'

export type ClaimRules = {
  /** Ed25519, as PEM; built into the app. */
  readonly publicKey: string
  readonly current: string
  /** The highest version that was ever seen signed. */
  readonly seen: string
  readonly place: UpdatePlace
}

/** The claim of a proof, where every word of it holds for this app on this computer; else why not. */
export function checkClaim(proof: string, { publicKey, current, seen, place }: ClaimRules): UpdateClaim | ClaimFault {
  const parsed = proofSchema.safeParse(parseJson(proof))
  if (!parsed.success || !isSigned(parsed.data, publicKey)) return 'not-signed'
  const read = claimSchema.safeParse(parseJson(parsed.data.claim))
  if (!read.success) return 'not-signed'
  const claim = read.data
  if (claim.channel !== place.channel || claim.system !== place.system || claim.arch !== place.arch) {
    return 'other-place'
  }
  if (!isNewer(claim.version, current)) return isNewer(seen, claim.version) ? 'older-than-seen' : 'not-newer'
  return isNewer(seen, claim.version) ? 'older-than-seen' : claim
}

/** Over the claim's own letters: there is nothing to write in two ways. */
function isSigned({ claim, signature }: z.output<typeof proofSchema>, publicKey: string): boolean {
  try {
    const key = createPublicKey(publicKey)
    const bytes = Buffer.from(signature, 'base64')
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(signedAs + claim), key, bytes)
  } catch {
    return false
  }
}

export function isNewer(version: string, than: string): boolean {
  const [mine, other] = [version, than].map((text) => text.split('.').map(Number))
  for (let at = 0; at < 3; at++) {
    const difference = (mine?.[at] ?? 0) - (other?.[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}
