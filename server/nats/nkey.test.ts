import { randomBytes } from 'node:crypto'
import * as library from '@nats-io/nkeys'
import { describe, expect, it } from 'vitest'
import { createNkeyPair, isSignedBy, type NkeyKind, parseSeed } from './nkey.ts'

const kinds: readonly NkeyKind[] = ['operator', 'account', 'user']

describe('an nkey', () => {
  it.each(kinds)('of kind %s is the one the library would make of its seed', (kind) => {
    const ours = createNkeyPair(kind)
    const theirs = library.fromSeed(new TextEncoder().encode(ours.seed))
    expect(theirs.getPublicKey()).toBe(ours.publicKey)
    const data = randomBytes(200)
    expect(theirs.verify(data, ours.sign(data))).toBe(true)
  })

  it('made by the library is read, and its signature known', () => {
    const theirs = library.createUser()
    const seed = new TextDecoder().decode(theirs.getSeed())
    expect(parseSeed('user', seed)?.publicKey).toBe(theirs.getPublicKey())
    const data = randomBytes(64)
    expect(isSignedBy(theirs.getPublicKey(), data, theirs.sign(data))).toBe(true)
    expect(isSignedBy(theirs.getPublicKey(), randomBytes(64), theirs.sign(data))).toBe(false)
  })

  it('is refused when it is broken, cut or of another kind', () => {
    const { seed, publicKey, sign } = createNkeyPair('user')
    const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    expect(parseSeed('account', seed)).toBeUndefined()
    expect(parseSeed('user', publicKey)).toBeUndefined()
    expect(parseSeed('user', seed.slice(1))).toBeUndefined()
    expect(parseSeed('user', flip(seed, 20))).toBeUndefined()
    expect(parseSeed('user', '')).toBeUndefined()
    const data = randomBytes(8)
    const signature = sign(data)
    expect(isSignedBy(publicKey, data, signature)).toBe(true)
    const account = createNkeyPair('account')
    expect(isSignedBy(account.publicKey, data, account.sign(data))).toBe(false)
    expect(isSignedBy(flip(publicKey, 30), data, signature)).toBe(false)
    expect(isSignedBy(publicKey.toLowerCase(), data, signature)).toBe(false)
    expect(isSignedBy('nonsense', data, signature)).toBe(false)
    expect(isSignedBy(publicKey, data, signature.subarray(1))).toBe(false)
  })
})
