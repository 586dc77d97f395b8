import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { manifestName } from './backup-manifest.ts'

/**
 * A backup as one file that only the holder of a key can open, and the key is not in it: X25519 with a key made for this file, HKDF,
 * then AES-256-GCM in pieces that are numbered, the last one marked, so that none can be left out, changed over or cut off.
 * What is inside: for each file the length of its path, the path, its size, its bytes.
 */
const magic = Buffer.from('natter-sealed-1\n')
const keyBytes = 32
const tagBytes = 16
const pieceBytes = 64 * 1_024
const spkiHead = Buffer.from('302a300506032b656e032100', 'hex')
const publicPrefix = 'natter-backup-'
/** As a manifest names them; nothing leads out of the folder. */
const pathForm = /^[a-z]+(\/[\w-][\w.-]*)+$/i

/** `privatePem` is to be kept where no backup and no server is. */
export function createSealKey(): { readonly publicKey: string; readonly privatePem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return {
    publicKey: publicPrefix + rawOf(publicKey).toString('base64url'),
    privatePem: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  }
}

export function parseSealKey(text: string): KeyObject | undefined {
  const raw = Buffer.from(text.startsWith(publicPrefix) ? text.slice(publicPrefix.length) : '', 'base64url')
  return raw.length === keyBytes ? publicOf(raw) : undefined
}

export function readOpeningKey(file: string): Result<KeyObject, string> {
  try {
    const key = createPrivateKey(readFileSync(file))
    return key.asymmetricKeyType === 'x25519' ? ok(key) : err(`${file} is a key of another kind.`)
  } catch {
    return err(`${file} holds no private key.`)
  }
}

/** @param paths of the files, within the folder; the manifest among them */
export async function sealFolder(from: string, paths: readonly string[], toFile: string, to: KeyObject): Promise<void> {
  const once = generateKeyPairSync('x25519')
  const key = deriveKey(diffieHellman({ privateKey: once.privateKey, publicKey: to }), rawOf(once.publicKey), rawOf(to))
  async function* sealed() {
    yield Buffer.concat([magic, rawOf(once.publicKey)])
    let [number, rest] = [0, Buffer.alloc(0)]
    for await (const part of listBytes(from, paths)) {
      rest = Buffer.concat([rest, part])
      // One is kept back, since the last one is marked.
      for (; rest.length > pieceBytes; rest = rest.subarray(pieceBytes)) {
        yield sealPiece(key, number++, rest.subarray(0, pieceBytes), false)
      }
    }
    yield sealPiece(key, number, rest, true)
  }
  await pipeline(sealed, createWriteStream(toFile, { mode: 0o600, flags: 'wx', flush: true }))
}

/** Into an empty folder. What was not sealed like this, or for another key, leaves an error; what was written so far is not to be used. */
export async function unsealFile(file: string, toFolder: string, opening: KeyObject): Promise<Result<void, string>> {
  const foreign = err(`${file} was not sealed for this key, or is not whole.`)
  const sealed = await open(file)
  try {
    const head = await readExactly(sealed, magic.length + keyBytes, 0)
    if (head === undefined || !head.subarray(0, magic.length).equals(magic)) return err(`${file} is no sealed backup.`)
    const once = head.subarray(magic.length)
    const own = rawOf(createPublicKey(opening))
    const key = deriveKey(diffieHellman({ privateKey: opening, publicKey: publicOf(once) }), once, own)
    const bytes = statSync(file).size
    const writer = createEntryWriter(toFolder)
    let at = head.length
    for (let number = 0; ; number++) {
      const size = Math.min(pieceBytes + tagBytes, bytes - at)
      const piece = size < tagBytes ? undefined : await readExactly(sealed, size, at)
      if (piece === undefined) return foreign
      at += size
      const isLast = at === bytes
      const plain = openPiece(key, number, piece, isLast)
      if (plain === undefined || !(await writer.take(plain))) return foreign
      if (isLast) return (await writer.end()) ? ok(undefined) : foreign
    }
  } finally {
    await sealed.close()
  }
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function sealPiece(key: Buffer, number: number, plain: Buffer, isLast: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openPiece(key: Buffer, number: number, piece: Buffer, isLast: boolean): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  decipher.setAuthTag(piece.subarray(piece.length - tagBytes))
  try {
    return Buffer.concat([decipher.update(piece.subarray(0, piece.length - tagBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

async function* listBytes(folder: string, paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    const file = join(folder, path)
    const size = statSync(file).size
    const name = Buffer.from(path)
    const head = Buffer.alloc(10)
    head.writeUInt16BE(name.length, 0)
    head.writeBigUInt64BE(BigInt(size), 2)
    yield Buffer.concat([head, name])
    yield* createReadStream(file) as AsyncIterable<Buffer>
  }
}

/** Takes the bytes as they come and writes the files; false: they are not in that form. */
function createEntryWriter(folder: string) {
  let rest = Buffer.alloc(0)
  let current: { readonly file: Awaited<ReturnType<typeof open>>; left: number } | undefined
  const finish = async () => {
    await current?.file.sync()
    await current?.file.close()
    current = undefined
  }
  return {
    take: async (plain: Buffer): Promise<boolean> => {
      rest = Buffer.concat([rest, plain])
      for (;;) {
        if (current === undefined) {
          const nameBytes = rest.length < 10 ? 0 : rest.readUInt16BE(0)
          if (rest.length < 10 || rest.length < 10 + nameBytes) return true
          const path = rest.subarray(10, 10 + nameBytes).toString()
          if (path !== manifestName && !pathForm.test(path)) return false
          mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
          current = { file: await open(join(folder, path), 'wx', 0o600), left: Number(rest.readBigUInt64BE(2)) }
          rest = rest.subarray(10 + nameBytes)
        }
        const part = rest.subarray(0, current.left)
        await current.file.writeFile(part)
        current.left -= part.length
        rest = rest.subarray(part.length)
        if (current.left > 0) return true
        await finish()
      }
    },
    end: async (): Promise<boolean> => {
      const isWhole = current === undefined && rest.length === 0
      await finish()
      return isWhole
    },
  }
}

async function readExactly(file: Awaited<ReturnType<typeof open>>, length: number, at: number) {
  const bytes = Buffer.alloc(length)
  for (let have = 0; have < length; ) {
    const { bytesRead } = await file.read(bytes, have, length - have, at + have)
    if (bytesRead === 0) return undefined
    have += bytesRead
  }
  return bytes
}

function deriveKey(secret: Buffer, once: Buffer, to: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([once, to]), 'natter sealed backup', 32))
}

function rawOf(key: KeyObject): Buffer {
  const der = key.export({ format: 'der', type: 'spki' })
  return der.subarray(der.length - keyBytes)
}

function publicOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' })
}
