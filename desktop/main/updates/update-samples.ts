import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { UpdateClaim } from './update-proof.ts'

/** What a release makes, for tests of what takes it: a key, a program and what is signed of it. */
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
export const releaseKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export const program = Buffer.from('#!/bin/sh\necho newer\n'.repeat(5_000))
export const sha512Of = (content: Uint8Array | string) => createHash('sha512').update(content).digest('base64')

export const claim: UpdateClaim = {
  product: 'natter',
  channel: 'stable',
  system: 'linux',
  arch: 'x64',
  version: '0.2.0',
  file: 'Natter-0.2.0-linux-x64.AppImage',
  bytes: program.length,
  sha512: sha512Of(program),
}

type Signing = { readonly key?: KeyObject; readonly prefix?: string }

export function proofOf(of: object | string, { key = privateKey, prefix = 'natter update 1\n' }: Signing = {}): string {
  const text = typeof of === 'string' ? of : JSON.stringify(of)
  return JSON.stringify({ claim: text, signature: sign(null, Buffer.from(prefix + text), key).toString('base64') })
}
