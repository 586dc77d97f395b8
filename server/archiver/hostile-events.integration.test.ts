import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeUtf8 } from '../../common/text-codec.ts'
import { type ArchiverRig, createEventId, openArchiverRig, testStores, until } from '../rigs/archiver-test-rig.ts'
import { buildHostileEvents } from '../rigs/hostile-events.ts'
import { buildTestJwt, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { buildHeaderedPublish, writeRawLines } from '../rigs/raw-test-client.ts'
import { startShardLead } from './shard-lead.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('events that mean harm, on %s', (kind) => {
  const [ann, mallory] = [createTestIdentity(), createTestIdentity()]
  let rig: ArchiverRig
  let room: RoomId

  beforeAll(async () => {
    rig = await openArchiverRig(kind)
    room = await rig.createRoom([
      { user: ann.user, role: 'owner' },
      { user: mallory.user, role: 'member' },
    ])
  })
  afterAll(async () => rig?.close())

  async function archiveTo(seq: number): Promise<void> {
    const lead = startShardLead(rig.buildPorts())
    await until(
      () => rig.store.archive.loadPosition(0),
      (at) => at >= seq,
    )
    await lead.stop()
  }
  const post = (text: string) => rig.say(room, ann.user, { kind: 'message.posted', text, format: 'plain' })
  const texts = async () => (await rig.store.history.loadPage({ room, limit: 200 })).messages.map(({ text }) => text)

  it('are set aside with the reason, each of them, and stand in the way of nobody', async () => {
    const hostile = buildHostileEvents()
    expect(hostile.length).toBeGreaterThanOrEqual(200)
    await post('before')
    const expected: { seq: number; what: string; reason: string }[] = []
    for (const { what, reason, body, headers } of hostile) {
      const data = typeof body === 'string' ? encodeUtf8(body) : body
      const seq = await rig.sayRaw(subjects.sendEvent(room, mallory.user), data, headers)
      expected.push({ seq, what, reason })
    }
    await archiveTo(await post('after'))
    const reasons = new Map((await rig.store.archive.loadSetAside(1_000)).map(({ seq, reason }) => [seq, reason]))
    const found = expected.map(({ seq, what }) => ({ seq, what, reason: reasons.get(seq) ?? 'not set aside' }))
    expect(found).toEqual(expected)
    expect(await rig.store.archive.countSetAside()).toBe(expected.length)
    expect(await texts()).toEqual(['before', 'after'])
    const metrics = await rig.registry.metrics()
    for (const reason of new Set(expected.map((one) => one.reason))) {
      const count = expected.filter((one) => one.reason === reason).length
      expect(metrics).toContain(`natter_set_aside_events_total{reason="${reason}"} ${count}`)
    }
  })

  it('with header names that break the client library are set aside too', async () => {
    const aside = await rig.store.archive.countSetAside()
    const subject = subjects.sendEvent(room, mallory.user)
    const names = ['bad name: x', 'bäd: x', ': no name', '\u0001: x', 'a b c: d', '(): ()']
    const lines = names.map((line) => {
      const id = createEventId()
      const body = JSON.stringify({ v: 1, kind: 'message.posted', id, at: 1, text: 'raw', format: 'plain' })
      return buildHeaderedPublish(subject, [`Nats-Msg-Id: ${id}`, line], body)
    })
    const jwt = buildTestJwt(rig.nats, mallory, [{ room, role: 'member' }])
    await writeRawLines(rig.nats, mallory, jwt, lines)
    // Past the account's door the broker stores by itself: wait until it has.
    const { streams } = rig.broker.manager
    const before = await rig.store.archive.loadPosition(0)
    await until(
      async () => (await streams.info('EVENTS-0')).state.last_seq,
      (seq) => seq >= before + lines.length,
    )
    await archiveTo(await post('after the raw ones'))
    expect(await rig.store.archive.countSetAside()).toBe(aside + lines.length)
    const newest = (await rig.store.archive.loadSetAside(lines.length)).map(({ reason }) => reason)
    expect(newest).toEqual(lines.map(() => 'headers'))
    expect((await texts()).at(-1)).toBe('after the raw ones')
  })

  it('change nothing where the rights forbid it, and are counted', async () => {
    const id = createEventId()
    await rig.say(room, ann.user, { kind: 'message.posted', text: 'hers', format: 'plain', id })
    const pages = async () => (await rig.store.history.loadPage({ room, limit: 200 })).messages
    await archiveTo(await post('last'))
    const before = await pages()
    await rig.say(room, mallory.user, { kind: 'message.edited', message: id, text: 'his' })
    await rig.say(room, mallory.user, { kind: 'message.removed', message: id })
    await rig.say(room, mallory.user, { kind: 'reaction.added', message: createEventId(), emoji: '👍' })
    const stranger = createTestIdentity()
    await archiveTo(await rig.say(room, stranger.user, { kind: 'message.posted', text: 'let me in', format: 'plain' }))
    expect(await pages()).toEqual(before)
    const metrics = await rig.registry.metrics()
    expect(metrics).toContain('natter_refused_events_total{reason="not-the-author"} 2')
    expect(metrics).toContain('natter_refused_events_total{reason="message-unknown"} 1')
    expect(metrics).toContain('natter_refused_events_total{reason="not-a-member"} 1')
  })

  it('are kept to the letter where they are only text', async () => {
    const written = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '{{7*7}}',
      '#{7*7}',
      "'; DROP TABLE messages;--",
      '\u202Egnp.exe',
      '__proto__',
      '$where',
      'a\r\n\r\nb',
      '%00',
      'ｆｕｌｌ',
      '\ufeffmark',
      '👩‍👩‍👧‍👦',
      'x'.repeat(100_000),
    ]
    let last = 0
    for (const text of written) last = await post(text)
    await archiveTo(last)
    expect((await texts()).slice(-written.length)).toEqual(written)
  })
})
