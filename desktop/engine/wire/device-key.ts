import { nkeys } from 'nats.ws'
import type { PublicNkey } from '../../../common/ids.ts'
import { parsePublicNkey } from '../../../common/ids.ts'
import { encodeUtf8 } from '../../../common/text-codec.ts'

/** The device's nkey pair. The seed never leaves the device; on disk it is sealed (see local-store/device-key-store.ts). */
export type DeviceKey = {
  readonly seed: Uint8Array<ArrayBuffer>
  readonly publicKey: PublicNkey
  /** base64url of the signature over the text, as `POST /credentials` wants it for the access token. */
  sign(text: string): string
}

export function createDeviceKey(): DeviceKey {
  return openDeviceKey(new Uint8Array(nkeys.createUser().getSeed()))
}

/** Throws where the seed is none: then the store was tampered with, and the caller makes a new key. */
export function openDeviceKey(seed: Uint8Array<ArrayBuffer>): DeviceKey {
  const pair = nkeys.fromSeed(seed)
  const publicKey = parsePublicNkey(pair.getPublicKey())
  if (publicKey === undefined) throw new Error('not the seed of a user nkey')
  return { seed, publicKey, sign: (text) => encodeBase64Url(pair.sign(encodeUtf8(text))) }
}

function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
