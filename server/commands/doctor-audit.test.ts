import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditFolder, keepAuditHead } from '../audit/audit-head-file.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { newUser } from '../rigs/conformance/store-samples.ts'
import { keysFolder } from '../secrets/nats-keys.ts'
import { auditSecretFile, ensureServerSecrets } from '../secrets/server-secrets.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'
import { openSqliteConnection } from '../store/sqlite/sqlite-connection.ts'
import { checkAudit } from './doctor-audit.ts'

const people = [newUser(), newUser()] as const
let whole: string
let early: string
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'natter-audit-'))
  early = mkdtempSync(join(tmpdir(), 'natter-audit-'))
  await note(0, 6)
  cpSync(whole, early, { recursive: true })
  await note(6, 12)
})
afterAll(() => {
  for (const folder of [whole, early]) rmSync(folder, { recursive: true, force: true })
})

async function note(from: number, to: number): Promise<void> {
  const { auditSecret: secret } = ensureServerSecrets(keysFolder(whole))
  const store = await openStore({ dataDir: whole })
  const onHead = keepAuditHead(whole, secret, (fault) => expect(fault).toBeUndefined())
  const log = createAuditLog({ store: store.audit, secret, now: Date.now, onHead })
  for (let n = from; n < to; n++) {
    const by = { kind: 'user', user: people[0] } as const
    const entry = { by, from: '192.0.2.1', what: 'user.suspended', whom: people[n % 2] ?? '', detail: { n } } as const
    expect((await log.note(entry)).ok).toBe(true)
  }
  await store.close()
}

/** What the doctor finds wrong once that was done to a copy. */
async function findAfter(act: Act): Promise<readonly string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'natter-audit-'))
  try {
    cpSync(whole, dataDir, { recursive: true })
    await act(dataDir)
    const store = await openStore({ dataDir })
    try {
      return (await checkAudit(dataDir, store)).flatMap(({ kind, text }) => (kind === 'trouble' ? [text] : []))
    } finally {
      await store.close()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Act = (dataDir: string) => void | Promise<void>
const sql =
  (...statements: string[]): Act =>
  async (dataDir) => {
    const db = await openSqliteConnection(embeddedStorePath(dataDir))
    for (const one of statements.flatMap((text) => text.split(';'))) db.run(one)
    db.close()
  }
const copyLine = (seq: number, change: string) =>
  `CREATE TEMP TABLE one AS SELECT * FROM audit_lines WHERE seq = ${seq}; UPDATE one SET ${change};
   INSERT INTO audit_lines SELECT * FROM one`
/** Without the keys that a database would refuse it by. */
const loosen = `CREATE TABLE loose AS SELECT * FROM audit_lines; DROP TABLE audit_lines; ALTER TABLE loose RENAME TO audit_lines`
const headFile = (dataDir: string) => join(auditFolder(dataDir), 'head.json')

const manipulations: readonly (readonly [string, Act])[] = [
  ['the first line removed', sql('DELETE FROM audit_lines WHERE seq = 1')],
  ['a line in the middle removed', sql('DELETE FROM audit_lines WHERE seq = 5')],
  ['several lines removed', sql('DELETE FROM audit_lines WHERE seq IN (3, 4, 9)')],
  ['the last line cut off', sql('DELETE FROM audit_lines WHERE seq = 12')],
  ['the latter half cut off', sql('DELETE FROM audit_lines WHERE seq > 6')],
  ['all lines removed', sql('DELETE FROM audit_lines')],
  ['the table emptied and begun anew', sql('DELETE FROM audit_lines', 'DELETE FROM audit_keys')],
  ['a line removed and the later ones moved up', sql('DELETE FROM audit_lines WHERE seq = 5', ...moveUp())],
  ['another time', sql('UPDATE audit_lines SET at = at - 60000 WHERE seq = 4')],
  ['another actor', sql(`UPDATE audit_lines SET by = '${people[1]}' WHERE seq = 4`)],
  ['an actor of another kind', sql(`UPDATE audit_lines SET by_kind = 'machine' WHERE seq = 4`)],
  ['another act', sql(`UPDATE audit_lines SET what = 'user.restored' WHERE seq = 4`)],
  [
    'the detail of another line',
    sql(
      'UPDATE audit_lines SET about_text = (SELECT about_text FROM audit_lines WHERE seq = 2), about_key = (SELECT about_key FROM audit_lines WHERE seq = 2) WHERE seq = 4',
    ),
  ],
  [
    'another address',
    sql(`UPDATE audit_lines SET from_text = (SELECT from_text FROM audit_lines WHERE seq = 2) WHERE seq = 4`),
  ],
  ['another digest', sql(`UPDATE audit_lines SET digest = 'AAAA' WHERE seq = 4`)],
  [
    'two lines in each other’s place',
    sql(
      'UPDATE audit_lines SET seq = 99 WHERE seq = 4',
      'UPDATE audit_lines SET seq = 4 WHERE seq = 5',
      'UPDATE audit_lines SET seq = 5 WHERE seq = 99',
    ),
  ],
  ['a line put in at the end', sql(copyLine(12, `seq = 13, id = 'x', previous = digest, digest = 'made up'`))],
  ['a line twice at the end', sql(loosen, copyLine(12, 'seq = 13'))],
  ['a fork: two lines after the same one', sql(loosen, copyLine(7, `id = 'y'`))],
  ['the same line twice', sql(loosen, copyLine(7, 'seq = 7'))],
  [
    'an older store in its place',
    (dataDir) => cpSync(join(early, 'store'), join(dataDir, 'store'), { recursive: true }),
  ],
  [
    'the key of a person changed',
    sql(`UPDATE audit_keys SET secret = (SELECT secret FROM audit_keys WHERE owner = '${people[0]}')`),
  ],
  [
    'the end cut off, and what says where it was made up',
    async (dataDir) => {
      await sql('DELETE FROM audit_lines WHERE seq = 12')(dataDir)
      const head = JSON.parse(readFileSync(headFile(dataDir), 'utf8'))
      writeFileSync(headFile(dataDir), JSON.stringify({ ...head, seq: 11 }))
    },
  ],
  ['the key that makes digests lost', (dataDir) => rmSync(join(keysFolder(dataDir), auditSecretFile))],
  [
    'the key that makes digests replaced',
    (dataDir) => writeFileSync(join(keysFolder(dataDir), auditSecretFile), 'AAAA'),
  ],
]

function moveUp(): string[] {
  return [6, 7, 8, 9, 10, 11, 12].map((seq) => `UPDATE audit_lines SET seq = ${seq - 1} WHERE seq = ${seq}`)
}

test('a log that nobody touched is well, while its end is known and where a person was erased', async () => {
  expect(await findAfter(() => {})).toEqual([])
  expect(await findAfter(sql(`DELETE FROM audit_keys WHERE owner = '${people[1]}'`))).toEqual([])
  expect(await findAfter((dataDir) => rmSync(auditFolder(dataDir), { recursive: true }))).toEqual([])
})

test.each(manipulations)('of the audit log is found: %s', async (_, act) => {
  const found = await findAfter(act)
  expect(found.length).toBeGreaterThan(0)
  for (const text of found) expect(text).toMatch(/^audit log: /)
})
