import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from './account-book.ts'

/**
 * What an update says of itself, signed by whoever releases Natter. The certificate of a system's program is one lock, and
 * not every system has it; this is the other, and it is ours. Checked before anything of the update is started.
 */
const claimSchema = z.strictObject({
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  file: z.string().regex(/^Natter-[\w.-]{1,100}\.(exe|zip|AppImage)$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})
export type UpdateClaim = z.output<typeof claimSchema>
const proofSchema = z.strictObject({ claim: z.string().max(1_000), signature: z.string().max(200) })

export type UpdateFault = 'not-signed' | 'not-newer' | 'other-file' | 'damaged'

export type CheckedUpdate = {
  /** The text of the `.proof` file beside the update. */
  readonly proof: string
  /** Ed25519, as PEM; built into the app. */
  readonly publicKey: string
  readonly current: string
  readonly file: string
  /** base64, of what lies on the disk now. */
  readonly sha512: string
}

/** The claim, where every word of it holds for the file that is there; else why it does not. */
export function checkUpdate({ proof, publicKey, current, file, sha512 }: CheckedUpdate): UpdateClaim | UpdateFault {
  const parsed = proofSchema.safeParse(parseJson(proof))
  if (!parsed.success || !isSigned(parsed.data, publicKey)) return 'not-signed'
  const claim = claimSchema.safeParse(parseJson(parsed.data.claim))
  if (!claim.success) return 'not-signed'
  if (claim.data.file !== file) return 'other-file'
  if (claim.data.sha512 !== sha512) return 'damaged'
  // Yesterday's update is signed, too: with its faults it would come back.
  return isNewer(claim.data.version, current) ? claim.data : 'not-newer'
}

/** Over the claim's own letters: there is nothing to write in two ways. */
function isSigned({ claim, signature }: z.output<typeof proofSchema>, publicKey: string): boolean {
  try {
    const key = createPublicKey(publicKey)
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(claim), key, Buffer.from(signature, 'base64'))
    )
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
