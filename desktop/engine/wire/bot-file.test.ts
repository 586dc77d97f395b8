import { credsAuthenticator, nkeys } from 'nats.ws'
import { expect, test } from 'vitest'
import { encodeUtf8 } from '../../../common/text-codec.ts'
import { createBotKeyPair, joinCredsFile } from './bot-file.ts'

const credential = '-----BEGIN NATS USER JWT-----\na.b.c\n------END NATS USER JWT------\n'

test('each program gets a pair of its own, and the seed is that of the key', () => {
  const [one, other] = [createBotKeyPair(), createBotKeyPair()]
  expect(one.publicKey).not.toBe(other.publicKey)
  expect(nkeys.fromSeed(encodeUtf8(one.seed)).getPublicKey()).toBe(one.publicKey)
})

test('clients of NATS read the joined file, whatever stands between its parts', () => {
  const { publicKey, seed } = createBotKeyPair()
  for (const warning of ['The seed is a secret.', '-----BEGIN USER NKEY SEED-----\nSUAFALSE\n------END']) {
    const file = joinCredsFile(credential, seed, warning)
    const auth = credsAuthenticator(encodeUtf8(file))('nonce')
    expect(auth).toMatchObject({ jwt: 'a.b.c', nkey: publicKey })
  }
})
