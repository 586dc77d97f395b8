import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkUpdate } from './update-proof.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const sha512 = createHash('sha512').update('the program').digest('base64')
const file = 'Natter-0.2.0.AppImage'
const claim = { version: '0.2.0', file, sha512 }

function proofOf(of: object | string, key = privateKey): string {
  const text = typeof of === 'string' ? of : JSON.stringify(of)
  return JSON.stringify({ claim: text, signature: sign(null, Buffer.from(text), key).toString('base64') })
}
const check = (proof: string, more: Partial<Parameters<typeof checkUpdate>[0]> = {}) =>
  checkUpdate({ proof, publicKey: pem, current: '0.1.0', file, sha512, ...more })

describe('an update', () => {
  it('that we signed, newer and undamaged, may be installed', () => {
    expect(check(proofOf(claim))).toEqual(claim)
    expect(check(proofOf({ ...claim, version: '0.10.0' }), { current: '0.9.9' })).toMatchObject({ version: '0.10.0' })
  })

  it.each([
    ['signed by a stranger', proofOf(claim, stranger.privateKey), 'not-signed'],
    ['not signed', JSON.stringify({ claim: JSON.stringify(claim), signature: '' }), 'not-signed'],
    ['with one letter changed', proofOf(claim).replace('0.2.0', '0.3.0'), 'not-signed'],
    ['without a proof', '', 'not-signed'],
    ['with a page in its place', '<!doctype html>', 'not-signed'],
    ['with more than we say', proofOf({ ...claim, run: 'sh' }), 'not-signed'],
    ['for another file', proofOf({ ...claim, file: 'Natter-0.2.0.exe' }), 'other-file'],
    ['in another folder', proofOf({ ...claim, file: '../Natter-0.2.0.AppImage' }), 'not-signed'],
    ['that is no program of ours', proofOf({ ...claim, file: 'evil.sh' }), 'not-signed'],
    [
      'that was damaged',
      proofOf({ ...claim, sha512: createHash('sha512').update('other').digest('base64') }),
      'damaged',
    ],
    ['of yesterday', proofOf({ ...claim, version: '0.0.9' }), 'not-newer'],
    ['of today', proofOf({ ...claim, version: '0.1.0' }), 'not-newer'],
    ['whose version is none', proofOf({ ...claim, version: '9.9.9-evil' }), 'not-signed'],
    ['whose claim is no JSON', proofOf('hello'), 'not-signed'],
  ])('%s is refused', (_what, proof, fault) => {
    expect(check(proof)).toBe(fault)
  })

  it('is judged by an Ed25519 key and no other', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const key = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const text = JSON.stringify(claim)
    const proof = JSON.stringify({
      claim: text,
      signature: sign('sha512', Buffer.from(text), rsa.privateKey).toString('base64'),
    })
    expect(check(proof, { publicKey: key })).toBe('not-signed')
    expect(check(proofOf(claim), { publicKey: 'not a key' })).toBe('not-signed')
  })
})
