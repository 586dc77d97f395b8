import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkClaim } from './update-proof.ts'
import { claim, proofOf, releaseKey, sha512Of } from './update-samples.ts'
import { parseUpdateSource } from './update-source.ts'

const stranger = generateKeyPairSync('ed25519').privateKey
const place = { channel: 'stable', system: 'linux', arch: 'x64' } as const
const check = (proof: string, more: Partial<Parameters<typeof checkClaim>[1]> = {}) =>
  checkClaim(proof, { publicKey: releaseKey, current: '0.1.0', seen: '0.0.0', place, ...more })
const { signature } = JSON.parse(proofOf(claim)) as { signature: string }

describe('what an update says of itself', () => {
  it('counts where we signed it, for this app on this computer, and it is newer', () => {
    expect(check(proofOf(claim))).toEqual(claim)
    expect(check(proofOf(claim), { seen: '0.2.0' })).toEqual(claim)
    const later = { ...claim, version: '0.10.0' }
    expect(check(proofOf(later), { current: '0.9.9' })).toEqual(later)
  })

  it.each([
    ['signed by a stranger', proofOf(claim, { key: stranger }), 'not-signed'],
    ['not signed', JSON.stringify({ claim: JSON.stringify(claim), signature: '' }), 'not-signed'],
    ['signed by us for something else', proofOf(claim, { prefix: '' }), 'not-signed'],
    ['signed by us for a later kind of proof', proofOf(claim, { prefix: 'natter update 2\n' }), 'not-signed'],
    ['with one letter changed', proofOf(claim).replace('0.2.0', '0.3.0'), 'not-signed'],
    [
      'with the signature of another claim',
      JSON.stringify({ claim: JSON.stringify({ ...claim, bytes: 1 }), signature }),
      'not-signed',
    ],
    [
      'with its letters in another order',
      JSON.stringify({ claim: JSON.stringify(Object.fromEntries(Object.entries(claim).reverse())), signature }),
      'not-signed',
    ],
    [
      'with more beside the claim',
      JSON.stringify({ ...JSON.parse(proofOf(claim)), url: 'https://evil.example' }),
      'not-signed',
    ],
    ['that is empty', '', 'not-signed'],
    ['with a page in its place', '<!doctype html>', 'not-signed'],
    ['with a list in its place', '[]', 'not-signed'],
    ['with more than we say', proofOf({ ...claim, run: 'sh' }), 'not-signed'],
    [
      'with less than we say',
      proofOf({ version: claim.version, file: claim.file, sha512: claim.sha512 }),
      'not-signed',
    ],
    ['of another product', proofOf({ ...claim, product: 'chatter' }), 'not-signed'],
    ['in another folder', proofOf({ ...claim, file: '../Natter-0.2.0.AppImage' }), 'not-signed'],
    ['at another address', proofOf({ ...claim, file: 'https://evil.example/Natter-0.2.0.AppImage' }), 'not-signed'],
    ['that is no program of ours', proofOf({ ...claim, file: 'evil.sh' }), 'not-signed'],
    ['that is a hidden file', proofOf({ ...claim, file: '.Natter-0.2.0.AppImage' }), 'not-signed'],
    ['whose version is none', proofOf({ ...claim, version: '9.9.9-evil' }), 'not-signed'],
    ['whose digest is none', proofOf({ ...claim, sha512: sha512Of('x').slice(1) }), 'not-signed'],
    ['larger than any', proofOf({ ...claim, bytes: 10_000_000_000 }), 'not-signed'],
    ['whose claim is no JSON', proofOf('hello'), 'not-signed'],
    ['for another channel', proofOf({ ...claim, channel: 'beta' }), 'other-place'],
    ['for another system', proofOf({ ...claim, system: 'windows' }), 'other-place'],
    ['for another processor', proofOf({ ...claim, arch: 'arm64' }), 'other-place'],
    ['of yesterday', proofOf({ ...claim, version: '0.0.9' }), 'not-newer'],
    ['of today', proofOf({ ...claim, version: '0.1.0' }), 'not-newer'],
  ])('%s is refused', (_what, proof, fault) => {
    expect(check(proof)).toBe(fault)
  })

  it('is yesterday’s once a later one was seen', () => {
    expect(check(proofOf(claim), { seen: '0.3.0' })).toBe('older-than-seen')
    expect(check(proofOf({ ...claim, version: '0.1.0' }), { seen: '0.2.0' })).toBe('older-than-seen')
  })

  it('is judged by an Ed25519 key and no other', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const publicKey = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const text = JSON.stringify(claim)
    const proof = JSON.stringify({
      claim: text,
      signature: sign('sha512', Buffer.from(`natter update 1\n${text}`), rsa.privateKey).toString('base64'),
    })
    expect(check(proof, { publicKey })).toBe('not-signed')
    expect(check(proofOf(claim), { publicKey: 'not a key' })).toBe('not-signed')
  })
})

describe('where updates are', () => {
  const address = 'https://updates.example.org/natter/'
  const source = { address, publicKey: releaseKey, channel: 'stable' }

  it('is said beside main, and nowhere else', () => {
    expect(parseUpdateSource(JSON.stringify(source))).toEqual(source)
    expect(parseUpdateSource(JSON.stringify({ ...source, address: 'http://127.0.0.1:8080/' }))).toBeDefined()
  })

  it.each<[string, string | undefined]>([
    ['nothing', undefined],
    ['no JSON', 'hello'],
    ['no key', JSON.stringify({ address, channel: 'stable' })],
    ['a key that is none', JSON.stringify({ ...source, publicKey: 'x' })],
    ['the other half of the key', JSON.stringify({ ...source, publicKey: '-----BEGIN PRIVATE KEY-----\nx' })],
    ['a way in the clear', JSON.stringify({ ...source, address: 'http://updates.example.org/' })],
    ['no folder', JSON.stringify({ ...source, address: 'https://updates.example.org/natter' })],
    ['a file', JSON.stringify({ ...source, address: 'file:///tmp/' })],
    ['a name and a password', JSON.stringify({ ...source, address: 'https://a:b@updates.example.org/' })],
    ['a channel that is a path', JSON.stringify({ ...source, channel: '../x' })],
    ['more than that', JSON.stringify({ ...source, run: 'sh' })],
  ])('%s means that none are looked for', (_what, text) => {
    expect(parseUpdateSource(text)).toBeUndefined()
  })
})
