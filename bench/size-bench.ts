import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { streams } from '../common/subjects.ts'
import { startShardLead } from '../server/archiver/shard-lead.ts'
import { buildClientsJwt } from '../server/nats/account-claims.ts'
import { createEventId, createUserId, openArchiverRig } from '../server/rigs/archiver-test-rig.ts'
import { buildTestJwt, createTestIdentity, createTestRoom } from '../server/rigs/nats-test-client.ts'
import { buildTable, sayCount } from './figures.ts'

const messages = 20_000
const roomCount = 50
/** 87 characters: what people say is shorter at the median and longer on average. */
const sentence = 'The kettle is on, the biscuits are on the shelf, and the meeting begins in ten minutes.'

/** What one of each costs in bytes: the sums of docs/scale.md begin here. */
export async function runSizeBench(): Promise<void> {
  const rig = await openArchiverRig('sqlite')
  try {
    const people = Array.from({ length: 20 }, () => createUserId())
    const roles = people.map((user, at) => ({ user, role: at === 0 ? ('owner' as const) : ('member' as const) }))
    const rooms = await Promise.all(Array.from({ length: roomCount }, () => rig.createRoom(roles)))
    const streamFolder = join(rig.nats.dataDir, 'nats', 'jetstream')
    const before = { stream: folderBytes(streamFolder), store: folderBytes(rig.dataDir) }
    let next = 0
    const publish = async () => {
      for (let at = next++; at < messages; at = next++) {
        const [room, author] = [rooms[at % roomCount], people[at % people.length]]
        if (room === undefined || author === undefined) return
        await rig.say(room, author, { kind: 'message.posted', id: createEventId(), text: sentence, format: 'plain' })
      }
    }
    await Promise.all(Array.from({ length: 256 }, publish))
    const { state } = await rig.broker.manager.streams.info(streams.events(0))
    const lead = startShardLead(rig.buildPorts())
    while ((await rig.store.archive.loadPosition(0)) < state.last_seq)
      await new Promise((next_) => setTimeout(next_, 20))
    await lead.stop()
    const each = (now: number, then: number) => `${sayCount((now - then) / messages)} B`
    console.log(`\nBytes, of ${sayCount(messages)} messages of ${sentence.length} characters in rooms of 20:`)
    console.log(
      buildTable([
        ['a message in its stream, one copy, as the broker counts', `${sayCount(state.bytes / state.messages)} B`],
        ['a message in its stream, one copy, on disk', each(folderBytes(streamFolder), before.stream)],
        ['a message in the archive (SQLite, indexes and rooms with it)', each(folderBytes(rig.dataDir), before.store)],
        ...credentialRows(rig.nats),
      ]),
    )
  } finally {
    await rig.close()
  }
}

function credentialRows(nats: Parameters<typeof buildTestJwt>[0]): readonly (readonly string[])[] {
  const person = createTestIdentity()
  const credential = (count: number) =>
    buildTestJwt(
      nats,
      person,
      Array.from({ length: count }, (_, at) => ({ room: createTestRoom(at % 8), role: 'member' as const })),
    ).length
  const claims = (count: number) => {
    const revocations = new Map(Array.from({ length: count }, () => [createTestIdentity().publicKey, 1_800_000_000]))
    return buildClientsJwt(nats.keys, { revocations, version: 1, pass: 0 }).length
  }
  return [
    ['a credential of 10 rooms', `${sayCount(credential(10))} B`],
    ['a credential of 1,000 rooms', `${sayCount(credential(1_000))} B`],
    ['the claims with nobody revoked', `${sayCount(claims(0))} B`],
    ['a revocation in the claims', `${sayCount((claims(2_000) - claims(0)) / 2_000)} B`],
  ]
}

/** What is allocated, so that a file made large beforehand does not count. */
function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0)
}
