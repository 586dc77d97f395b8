import type { PublicNkey, UserId } from '../../../common/ids.ts'

/** The device's nkey pair, as far as it is used: a signer. Where the seed lies, and who sees it, is the adapter's matter. */
export type DeviceKey = {
  readonly publicKey: PublicNkey
  /**
   * base64url of the signature over the text: the broker's nonce, or for `POST /credentials` the access token. Rejects where
   * there is no key any more.
   */
  sign(text: string): Promise<string>
}

/** One key a user of this installation; a new sign-in is a new device, with a new key. */
export type DeviceKeys = {
  create(user: UserId): Promise<DeviceKey>
  open(user: UserId): Promise<DeviceKey | undefined>
  remove(user: UserId): Promise<void>
}
