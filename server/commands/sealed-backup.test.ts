import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSealKey, parseSealKey, readOpeningKey, sealFolder, unsealFile } from './sealed-backup.ts'

let folder: string
const at = (...path: string[]) => join(folder, ...path)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natter-sealed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const files: Readonly<Record<string, Buffer>> = {
  'manifest.json': Buffer.from('{}'),
  'keys/seed': Buffer.from('MARKER of a secret'),
  'store/empty': Buffer.alloc(0),
  'store/exact': Buffer.alloc(2 * 65_536, 'a'),
  'streams/EVENTS-0.snapshot': Buffer.alloc(200_001, 'MARKER of words '),
}

async function seal(paths = Object.keys(files)) {
  const { publicKey, privatePem } = createSealKey()
  const to = parseSealKey(publicKey)
  if (to === undefined) throw new Error('no key')
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(at('plain', path, '..'), { recursive: true })
    writeFileSync(at('plain', path), bytes)
  }
  await sealFolder(at('plain'), paths, at('sealed'), to)
  writeFileSync(at('key.pem'), privatePem)
  const opening = readOpeningKey(at('key.pem'))
  if (!opening.ok) throw new Error(opening.error)
  return opening.value
}

test('what is sealed is opened with its key, every file as it was, and shows nothing without it', async () => {
  const key = await seal()
  expect(readFileSync(at('sealed')).includes('MARKER')).toBe(false)
  expect(readFileSync(at('sealed')).includes('manifest')).toBe(false)
  expect(statSync(at('sealed')).mode & 0o077).toBe(0)
  expect(await unsealFile(at('sealed'), at('open'), key)).toEqual({ ok: true, value: undefined })
  for (const [path, bytes] of Object.entries(files)) expect(readFileSync(at('open', path)).equals(bytes)).toBe(true)
})

test('another key opens nothing', async () => {
  await seal()
  writeFileSync(at('other.pem'), createSealKey().privatePem)
  const other = readOpeningKey(at('other.pem'))
  if (!other.ok) throw new Error(other.error)
  expect((await unsealFile(at('sealed'), at('open'), other.value)).ok).toBe(false)
})

test.each([
  ['cut off inside a piece', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
  ['cut off between two', (bytes: Buffer) => bytes.subarray(0, 48 + 2 * (65_536 + 16))],
  ['without its first piece', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 48), bytes.subarray(48 + 65_552)])],
  ['with a bit turned', (bytes: Buffer) => bytes.map((byte, place) => (place === 70_000 ? byte ^ 1 : byte))],
  ['with something behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(40)])],
  ['that is none', () => Buffer.from('no')],
  ['that is empty', () => Buffer.alloc(0)],
])('one %s is refused', async (_, change) => {
  const key = await seal()
  writeFileSync(at('changed'), change(readFileSync(at('sealed'))))
  expect((await unsealFile(at('changed'), at('open'), key)).ok).toBe(false)
})

test('a path that leads out of the folder is refused', async () => {
  writeFileSync(at('outside'), 'x')
  const key = await seal(['keys/seed', '../outside'])
  expect((await unsealFile(at('sealed'), at('deep'), key)).ok).toBe(false)
  expect(readdirSync(folder).toSorted()).toEqual(['deep', 'key.pem', 'outside', 'plain', 'sealed'])
})

test.each(['', 'natter-backup-', 'natter-backup-AAAA', 'age1abc'])('%j is no key to seal for', (text) => {
  expect(parseSealKey(text)).toBeUndefined()
})
