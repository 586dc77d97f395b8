import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signWithKey,
  verify as verifyWithKey,
} from 'node:crypto'

/**
 * nkeys on Node's own Ed25519: the library's pure JavaScript takes 50 ms a signature, OpenSSL 30 µs.
 * Shapes: a public key is base 32 of (prefix, 32 bytes, CRC-16), a seed of (two prefix bytes, 32 bytes, CRC-16).
 * Source: https://github.com/nats-io/nkeys
 */
export type NkeyKind = 'operator' | 'account' | 'user'

export type NkeyPair = {
  readonly publicKey: string
  readonly seed: string
  readonly sign: (data: Uint8Array) => Buffer
}

const kindPrefix = { operator: 14 << 3, account: 0, user: 20 << 3 } as const
const seedPrefix = 18 << 3
// What precedes the 32 raw bytes in DER (RFC 8410): Node takes keys in no rawer form.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

export function createNkeyPair(kind: NkeyKind): NkeyPair {
  const der = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  return buildPair(kind, der.subarray(der.length - 32))
}

/** Undefined for anything but a whole seed of that kind. */
export function parseSeed(kind: NkeyKind, seed: string): NkeyPair | undefined {
  const raw = decodeChecked(seed.trim())
  if (raw?.length !== 34) return undefined
  const [first = 0, second = 0] = raw
  if ((first & 0xf8) !== seedPrefix) return undefined
  if ((((first & 0x07) << 5) | ((second & 0xf8) >> 3)) !== kindPrefix[kind]) return undefined
  return buildPair(kind, raw.subarray(2))
}

/** Whether the holder of the public user key signed these bytes; false too for what is no key or no signature at all. */
export function isSignedBy(publicKey: string, data: Uint8Array, signature: Uint8Array): boolean {
  const raw = decodeChecked(publicKey)
  if (raw?.length !== 33 || raw[0] !== kindPrefix.user || signature.length !== 64) return false
  const der = Buffer.concat([spkiHead, raw.subarray(1)])
  return verifyWithKey(null, data, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
}

function buildPair(kind: NkeyKind, raw: Uint8Array): NkeyPair {
  const prefix = kindPrefix[kind]
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8Head, raw]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: encodeChecked(Buffer.concat([Buffer.of(prefix), spki.subarray(spki.length - 32)])),
    seed: encodeChecked(Buffer.concat([Buffer.of(seedPrefix | (prefix >> 5), (prefix & 31) << 3), raw])),
    sign: (data) => signWithKey(null, data, key),
  }
}

function encodeChecked(raw: Buffer): string {
  const sum = crc16(raw)
  return encodeBase32(Buffer.concat([raw, Buffer.of(sum & 0xff, sum >> 8)]))
}

function decodeChecked(text: string): Buffer | undefined {
  const bytes = decodeBase32(text)
  if (bytes === undefined || bytes.length < 4) return undefined
  const raw = bytes.subarray(0, bytes.length - 2)
  return crc16(raw) === bytes.readUInt16LE(raw.length) ? raw : undefined
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += base32.charAt((held >> (bits - 5)) & 31)
    held &= 0xff
  }
  return bits === 0 ? text : text + base32.charAt((held << (5 - bits)) & 31)
}

function decodeBase32(text: string): Buffer | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = base32.indexOf(letter)
    if (value < 0) return undefined
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return Buffer.from(bytes)
}

/** CRC-16/XMODEM, as nkeys has it. */
function crc16(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << 8
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1
    sum &= 0xffff
  }
  return sum
}
