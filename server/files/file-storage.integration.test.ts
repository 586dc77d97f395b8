import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { describeFileStorage } from '../rigs/conformance/file-storage-conformance.ts'
import { startTestS3 } from '../rigs/s3-test-server.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import { buildFolderStorage } from './file-storage.folder.ts'
import { buildS3Storage } from './file-storage.s3.ts'
import { FileStorageError } from './file-storage.ts'

describe('files in a folder', () => {
  describeFileStorage(async () => {
    const folder = createTestFolder()
    return { storage: buildFolderStorage(join(folder.path, 'files')), close: async () => folder.remove() }
  })

  it('leave nothing behind where they broke off', async () => {
    const folder = createTestFolder()
    const storage = buildFolderStorage(folder.path)
    const broken = (async function* () {
      yield Buffer.from('a')
      throw new Error('cut')
    })()
    await expect(storage.write('files/abcd', broken)).rejects.toThrow('cut')
    expect(readdirSync(folder.path).filter((name) => name.startsWith('draft'))).toEqual([])
    await storage.write('uploads/abcd/one', Readable.from([Buffer.from('a')]))
    await storage.removeUnder('uploads/abcd')
    expect(existsSync(join(folder.path, 'uploads', 'ab', 'abcd'))).toBe(false)
    folder.remove()
  })

  it('say where there is no folder to write to', async () => {
    const storage = buildFolderStorage('/dev/null/files')
    await expect(storage.probe()).rejects.toBeInstanceOf(FileStorageError)
  })
})

describe('files in S3', () => {
  describeFileStorage(async () => {
    const { settings, stop } = await startTestS3()
    return { storage: buildS3Storage(settings), close: stop }
  })

  it('are refused where the key is not right', async () => {
    const { settings, stop } = await startTestS3()
    const storage = buildS3Storage({ ...settings, secretAccessKey: 'another' })
    await expect(storage.probe()).rejects.toThrow(/403 SignatureDoesNotMatch/)
    await stop()
  })
})
