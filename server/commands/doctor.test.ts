import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureNatsKeys, keysFolder } from '../secrets/nats-keys.ts'
import { ensureServerSecrets } from '../secrets/server-secrets.ts'
import type { ShardReport } from '../streams/stream-report.ts'
import { checkClaims, checkClock, checkShards } from './doctor-broker.ts'
import { buildDoctorReport, type Finding, trouble, well } from './doctor-finding.ts'
import { checkDisk, checkKeys, judgeDisk } from './doctor-machine.ts'

const gibibyte = 2 ** 30
const troublesOf = (findings: readonly Finding[]) => findings.filter(({ kind }) => kind === 'trouble')

describe("the doctor's report", () => {
  it('says of each fault what helps', () => {
    expect(buildDoctorReport([well('all'), trouble('wrong', 'do this')])).toEqual(['✓ all', '✗ wrong', '    → do this'])
  })
})

describe('the disk', () => {
  it('is looked at where the data will be, though nothing is there yet', () => {
    expect(checkDisk(join(tmpdir(), 'natter-not-there', 'data')).text).toContain('GiB free')
  })
  it.each([
    [0.5 * gibibyte, 4 * gibibyte, 'trouble'],
    [4 * gibibyte, 100 * gibibyte, 'trouble'],
    [20 * gibibyte, 100 * gibibyte, 'well'],
  ])('with %d bytes free of %d is %s', (free, whole, kind) => {
    expect(judgeDisk('data', free, whole).kind).toBe(kind)
  })
})

describe('the keys', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'natter-doctor-'))
    ensureNatsKeys(dataDir)
    ensureServerSecrets(keysFolder(dataDir))
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  it('are well as a start makes them', () => {
    expect(checkKeys(dataDir).map(({ kind }) => kind)).toEqual(['well'])
  })
  it('that are missing are named, and not made', () => {
    const file = join(keysFolder(dataDir), 'operator.nk')
    rmSync(file)
    for (const _ of [1, 2]) expect(troublesOf(checkKeys(dataDir))[0]?.text).toBe(`${file} is missing`)
  })
  it('that hold something else are named', () => {
    writeFileSync(join(keysFolder(dataDir), 'clients-scope.nk'), 'SUAnonsense')
    expect(troublesOf(checkKeys(dataDir))[0]?.text).toMatch(/clients-scope\.nk holds no key/)
  })
  it.skipIf(process.platform === 'win32')('that others may read are named, and left as they are', () => {
    const file = join(keysFolder(dataDir), 'refresh-token.secret')
    chmodSync(file, 0o644)
    for (const _ of [1, 2]) expect(troublesOf(checkKeys(dataDir))).toMatchObject([{ help: `chmod 600 ${file}` }])
  })
})

describe('the shards', () => {
  const archivedTo = (seq: number) => new Map([[0, seq]])
  const report = (shard: Partial<ShardReport>) => {
    const whole = { messages: 100, firstSeq: 1, lastSeq: 100, fill: 0.2, fenced: false, ...shard }
    return { version: '2.15.1', shards: new Map([[0, whole]]) }
  }
  it('are well where the archive has all', () => {
    expect(troublesOf(checkShards(report({}), 1, archivedTo(100)))).toEqual([])
  })
  it.each([
    ['nearly full', { fill: 0.9 }, 100, /90 % full/],
    ['fenced', { fenced: true }, 100, /fenced/],
    ['younger than the archive', {}, 120, /20 ahead of a stream that was put back/],
    ['not reaching back to the archive', { firstSeq: 50 }, 20, /begins at 50, the archive ends at 20/],
    ['far ahead of the archive', { lastSeq: 70_000 }, 10, /69990 events behind/],
  ])('that are %s are told, with what helps', (_, shard, archived, said) => {
    const found = troublesOf(checkShards(report(shard), 1, archivedTo(archived)))
    expect(found).toHaveLength(1)
    expect(found[0]?.text).toMatch(said)
  })
  it('that have no stream are told', () => {
    expect(troublesOf(checkShards(report({}), 2, archivedTo(100)))[0]?.text).toMatch(
      /shard 1: the broker has no stream/,
    )
  })
})

describe('clock and claims', () => {
  it('agree within the time that the question took, and some seconds', () => {
    expect(checkClock('broker', 10_500, 10_000, 11_000).kind).toBe('well')
    expect(checkClock('broker', 14_000, 10_000, 10_100).kind).toBe('well')
    expect(checkClock('broker', 20_000, 10_000, 10_100).text).toContain('9.9 s ahead')
    expect(checkClock('broker', 1_000, 10_000, 10_100).text).toContain('9.0 s behind')
  })
  it('are behind where a server has an older version, does not answer, or has something else', () => {
    expect(checkClaims([7], [], 7).kind).toBe('well')
    expect(checkClaims([8], [], 7).kind).toBe('note')
    expect(checkClaims([7, 6], [], 7).text).toContain('version 6, the store 7')
    expect(checkClaims([7], ['nats-2'], 7).text).toContain('nats-2')
    expect(checkClaims([undefined], [], 7).kind).toBe('trouble')
  })
})
