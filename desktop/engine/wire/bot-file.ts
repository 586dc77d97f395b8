import { nkeys } from 'nats.ws'
import { type PublicNkey, parsePublicNkey } from '../../../common/ids.ts'
import { decodeUtf8 } from '../../../common/text-codec.ts'

/** A key pair for a program, as its credentials file holds it. Whoever has the seed is that program. */
export type BotKeyPair = { readonly publicKey: PublicNkey; readonly seed: string }

export function createBotKeyPair(): BotKeyPair {
  const pair = nkeys.createUser()
  const publicKey = parsePublicNkey(pair.getPublicKey())
  if (publicKey === undefined) throw new Error('not a user nkey')
  return { publicKey, seed: decodeUtf8(pair.getSeed()) }
}

/**
 * The server's part of the file, which ends with the credential, and the seed that only this device has. `warning` stands
 * over the seed, where people who open the file read it; a line of it must not look like the frame of a part.
 * Source: https://docs.nats.io/using-nats/developer/connecting/creds
 */
export function joinCredsFile(creds: string, seed: string, warning: string): string {
  const harmless = warning.replace(/[-\r\n]+/g, ' ')
  return `${creds}\n${harmless}\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`
}
