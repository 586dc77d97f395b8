import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildDeviceId, buildEventId, buildRoomId, buildUserId } from '../../common/ids.ts'
import { appendErasures, type Erasure, erasuresFolder, loadErasures, openErasureList } from './erasure-list.ts'

const bytes = new Uint8Array(32).fill(5)
const room = buildRoomId(0, bytes)
const id = buildEventId(1_800_000_000_000, new Uint8Array(10))
const all: readonly Erasure[] = [
  { kind: 'message', at: 1, room, id, seq: 7 },
  { kind: 'room', at: 2, room },
  { kind: 'device', at: 3, device: buildDeviceId(bytes) },
  { kind: 'other-devices', at: 4, user: buildUserId(bytes), keep: buildDeviceId(bytes) },
]
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'natter-erasures-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('what is noted is read again, from the data folder, its list or a copy, each once', async () => {
  for (const one of [...all, ...all]) await appendErasures(dataDir, [one])
  await Promise.all(Array.from({ length: 20 }, () => appendErasures(dataDir, all)))
  const file = join(erasuresFolder(dataDir), 'erasures.jsonl')
  for (const paths of [[dataDir], [erasuresFolder(dataDir)], [file], [file, dataDir]]) {
    expect(loadErasures(paths)).toEqual({ erasures: all, unreadable: 0 })
  }
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('a line that a crash cut off is no erasure, and what else is there still is', async () => {
  await appendErasures(dataDir, all)
  appendFileSync(join(erasuresFolder(dataDir), 'erasures.jsonl'), '{"kind":"room","at":5,"ro')
  expect(loadErasures([dataDir])).toEqual({ erasures: all, unreadable: 1 })
})

test('what cannot be noted is told, and keeps nobody from anything', async () => {
  const faults: unknown[] = []
  const list = openErasureList(join(dataDir, 'erasures.jsonl', 'no-folder\0'), (fault) => faults.push(fault))
  await list.note([])
  await list.note(all)
  expect(faults).toHaveLength(1)
})
