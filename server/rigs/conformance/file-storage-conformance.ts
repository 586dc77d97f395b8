import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FileStorage } from '../../files/file-storage.ts'

export type OpenStorage = { readonly storage: FileStorage; readonly close: () => Promise<void> }

/** What every adapter must hold. */
export function describeFileStorage(open: () => Promise<OpenStorage>): void {
  let opened: OpenStorage
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened?.close())
  const newKey = (kind = 'files') => `${kind}/${randomBytes(8).toString('hex')}`
  const write = (key: string, ...chunks: readonly Uint8Array[]) => opened.storage.write(key, Readable.from(chunks))
  const read = async (key: string, range?: { from: number; to: number }) => {
    const stream = await opened.storage.read(key, range)
    return stream === undefined ? undefined : buffer(stream)
  }

  it('keeps bytes as they are, in whatever pieces they come', async () => {
    const key = newKey()
    const pieces = [randomBytes(1), randomBytes(70_000), Buffer.alloc(0), randomBytes(3)]
    await write(key, ...pieces)
    expect((await read(key))?.equals(Buffer.concat(pieces))).toBe(true)
    const part = `uploads/${randomBytes(8).toString('hex')}/${randomBytes(8).toString('hex')}`
    await write(part, pieces[1] ?? Buffer.alloc(0))
    expect((await read(part))?.length).toBe(70_000)
  })

  it('keeps what is empty, and what is larger than a part', async () => {
    const [empty, large] = [newKey(), newKey()]
    await write(empty)
    expect((await read(empty))?.length).toBe(0)
    const bytes = randomBytes(17 * 2 ** 20 + 5)
    await write(large, ...Array.from({ length: 18 }, (_, at) => bytes.subarray(at * 2 ** 20, (at + 1) * 2 ** 20)))
    expect((await read(large))?.equals(bytes)).toBe(true)
    const across = { from: 8 * 2 ** 20 - 3, to: 8 * 2 ** 20 + 3 }
    expect((await read(large, across))?.equals(bytes.subarray(across.from, across.to + 1))).toBe(true)
  })

  it('reads from one byte to another', async () => {
    const key = newKey()
    await write(key, Buffer.from('0123456789'))
    const asked = async (from: number, to: number) => (await read(key, { from, to }))?.toString()
    expect(await asked(0, 0)).toBe('0')
    expect(await asked(3, 5)).toBe('345')
    expect(await asked(9, 20)).toBe('9')
    expect(await asked(10, 20)).toBe('')
    expect(await asked(5, 4)).toBe('')
  })

  it('puts one in the place of another', async () => {
    const key = newKey()
    await write(key, Buffer.from('long before'))
    await write(key, Buffer.from('now'))
    expect((await read(key))?.toString()).toBe('now')
  })

  it('has nothing under a key where the bytes broke off, and what was there before stays', async () => {
    const key = newKey()
    async function* breakOff() {
      yield randomBytes(9 * 2 ** 20)
      throw new Error('cut')
    }
    await expect(opened.storage.write(key, breakOff())).rejects.toThrow('cut')
    expect(await read(key)).toBeUndefined()
    await write(key, Buffer.from('whole'))
    await expect(opened.storage.write(key, breakOff())).rejects.toThrow('cut')
    expect((await read(key))?.toString()).toBe('whole')
  })

  it('copies, more than once too, and the copy stays where the first goes or is written anew', async () => {
    const [from, to] = [newKey(), newKey()]
    const bytes = randomBytes(9 * 2 ** 20 + 1)
    await write(from, bytes)
    expect(await opened.storage.copy(from, to)).toBe(true)
    expect(await opened.storage.copy(from, to)).toBe(true)
    await write(from, Buffer.from('another'))
    expect((await read(to))?.equals(bytes)).toBe(true)
    await opened.storage.remove([from])
    expect((await read(to))?.equals(bytes)).toBe(true)
    expect(await read(from)).toBeUndefined()
  })

  it('copies nothing where there is nothing, and over what was there', async () => {
    const [never, to, other] = [newKey(), newKey(), newKey()]
    expect(await opened.storage.copy(never, to)).toBe(false)
    expect(await read(to)).toBeUndefined()
    await write(to, Buffer.from('before'))
    await write(other, Buffer.from('after'))
    expect(await opened.storage.copy(never, to)).toBe(false)
    expect((await read(to))?.toString()).toBe('before')
    expect(await opened.storage.copy(other, to)).toBe(true)
    expect((await read(to))?.toString()).toBe('after')
  })

  it('removes, more than once too', async () => {
    const [one, other, never] = [newKey(), newKey('previews'), newKey()]
    await write(one, Buffer.from('a'))
    await write(other, Buffer.from('b'))
    await opened.storage.remove([one, never])
    await opened.storage.remove([one])
    expect(await read(one)).toBeUndefined()
    expect((await read(other))?.toString()).toBe('b')
  })

  it('removes all that an upload has, and nothing else', async () => {
    const [one, other] = [newKey('uploads'), newKey('uploads')]
    for (const part of [`${one}/a`, `${one}/b`, `${other}/a`]) await write(part, Buffer.from('x'))
    await opened.storage.removeUnder(one)
    await opened.storage.removeUnder(one)
    expect([await read(`${one}/a`), await read(`${one}/b`)]).toEqual([undefined, undefined])
    expect((await read(`${other}/a`))?.toString()).toBe('x')
  })

  it('takes no key that leads anywhere else', async () => {
    for (const key of ['files/../x', '/etc/passwd', 'files/a/b/c', 'files/A', 'files/', '../files/a', 'files/a?b']) {
      await expect(async () => write(key, Buffer.from('x')), key).rejects.toThrow('no key')
      await expect(async () => read(key), key).rejects.toThrow('no key')
      await expect(async () => opened.storage.copy(key, newKey()), key).rejects.toThrow('no key')
      await expect(async () => opened.storage.copy(newKey(), key), key).rejects.toThrow('no key')
      await expect(async () => opened.storage.remove([key]), key).rejects.toThrow('no key')
    }
  })

  it('says whether it works', async () => {
    await expect(opened.storage.probe()).resolves.toBeUndefined()
  })
}
