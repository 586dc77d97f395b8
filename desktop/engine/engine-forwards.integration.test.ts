import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileId, RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { TestClient } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed
beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

const rowsOf = (client: TestClient, room: RoomId) =>
  (client.state().timelines[room]?.rows ?? []).flatMap((row) => (row.kind === 'message' ? [row] : []))
const messagesIn = (client: TestClient, room: RoomId): readonly Message[] =>
  rowsOf(client, room).map(({ message }) => message)
const lastIn = (client: TestClient, room: RoomId) => messagesIn(client, room).at(-1) as Message

async function makeRoom(client: TestClient, name: string): Promise<RoomId> {
  const { room } = await client.get({ kind: 'create-room', name, members: [] })
  await client.get({ kind: 'open-room', room })
  return room
}

test('a message with a file goes to several rooms, also from without a connection and over a kill, once each', async () => {
  const { ana: first, ben, anaProfile, room } = await testbed.startPair()
  const file = 'f'.repeat(16) as FileId
  await ben.get({ kind: 'add-file', room, file, name: 'leaf.txt', bytes: new Blob(['a leaf']) })
  await ben.get({
    kind: 'send-message',
    room,
    text: 'Look at this',
    format: 'plain',
    files: [{ file, caption: 'Leaf' }],
  })
  await until('Ana has it', () => messagesIn(first, room).length === 1)
  const source = lastIn(first, room)
  const targets = [await makeRoom(first, 'One'), await makeRoom(first, 'Two')]
  first.setNetwork(false)
  for (const target of targets) {
    await first.get({ kind: 'send-message', room: target, text: 'From me:', format: 'plain' })
    await first.get({ kind: 'forward-message', room: target, source, withAuthor: true })
    await first.get({ kind: 'send-message', room: target, text: 'and after it', format: 'plain' })
  }
  // It shows whose it is while it waits.
  expect(messagesIn(first, targets[0] as RoomId)[1]).toMatchObject({
    forwarded: { room, message: source.id, author: source.author },
  })
  first.kill()
  const ana = await testbed.start(anaProfile)
  // They may have been made too short a while ago to be on this disk.
  await until('the rooms are here', () => targets.every((target) => ana.state().rooms[target] !== undefined))
  for (const target of targets) await ana.get({ kind: 'open-room', room: target })
  await until('all is there', () =>
    targets.every((target) => rowsOf(ana, target).filter(({ state }) => state === 'stored').length === 3),
  )
  const copies = targets.map((target) => {
    const [comment, forward, after] = messagesIn(ana, target)
    expect([comment?.text, forward?.text, after?.text]).toEqual(['From me:', 'Look at this', 'and after it'])
    expect(forward?.forwarded).toEqual({ room, message: source.id, author: source.author })
    expect(forward?.attachments).toMatchObject([{ name: 'leaf.txt', caption: 'Leaf' }])
    return forward?.attachments[0]?.file as FileId
  })
  expect(new Set([...copies, source.attachments[0]?.file]).size, 'each room has its own').toBe(3)
  const bytes = await ana.get({ kind: 'load-sent-file', file: copies[0] as FileId })
  expect(await bytes.text()).toBe('a leaf')
}, 60_000)

test('of several files one goes alone, with the words and the name of who sent them', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const files = ['a', 'b'].map((letter) => ({ file: letter.repeat(16) as FileId }))
  for (const { file } of files)
    await ben.get({ kind: 'add-file', room, file, name: `${file[0]}.txt`, bytes: new Blob([`of ${file[0]}`]) })
  await ben.get({ kind: 'send-message', room, text: 'Two leaves', format: 'plain', files })
  await until('Ana has it', () => messagesIn(ana, room).length === 1)
  const whole = lastIn(ana, room)
  const target = await makeRoom(ana, 'One')
  const source = { ...whole, attachments: whole.attachments.slice(1) }
  await ana.get({ kind: 'forward-message', room: target, source, withAuthor: true })
  await until('it is there', () => rowsOf(ana, target).some(({ state }) => state === 'stored'))
  const sent = lastIn(ana, target)
  expect(sent).toMatchObject({
    text: 'Two leaves',
    forwarded: { author: whole.author },
    attachments: [{ name: 'b.txt' }],
  })
  const bytes = await ana.get({ kind: 'load-sent-file', file: sent.attachments[0]?.file as FileId })
  expect(await bytes.text()).toBe('of b')
}, 60_000)

test('as one’s own it names nobody, and what is gone says so, holds up its own room alone and can be taken back', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ben.get({ kind: 'send-message', room, text: 'Secret recipe', format: 'markdown' })
  await until('Ana has it', () => messagesIn(ana, room).length === 1)
  const source = lastIn(ana, room)
  const [one, two] = [await makeRoom(ana, 'One'), await makeRoom(ana, 'Two')]
  await ana.get({ kind: 'forward-message', room: one, source, withAuthor: false })
  await until('it is stored', () => rowsOf(ana, one)[0]?.state === 'stored')
  expect(lastIn(ana, one)).toMatchObject({ text: 'Secret recipe', format: 'markdown' })
  expect(lastIn(ana, one)).not.toHaveProperty('forwarded')

  await ben.get({ kind: 'remove-message', room, message: source.id })
  await until('it is gone', () => lastIn(ana, room).removedAt !== undefined)
  await ana.get({ kind: 'forward-message', room: two, source, withAuthor: true })
  await ana.get({ kind: 'send-message', room: two, text: 'after it', format: 'plain' })
  await until('it stands stuck', () => rowsOf(ana, two)[0]?.state === 'stuck')
  expect(rowsOf(ana, two)[0]?.error).toMatchObject({ code: 'forward-gone' })
  await ana.get({ kind: 'send-message', room: one, text: 'elsewhere', format: 'plain' })
  await until('other rooms go on', () => rowsOf(ana, one)[1]?.state === 'stored')
  const entry = messagesIn(ana, two)[0]?.id
  if (entry === undefined) throw new Error('it stands there')
  await ana.get({ kind: 'discard-send', room: two, entry })
  await until('the rest goes on', () => rowsOf(ana, two)[0]?.state === 'stored')
  expect(messagesIn(ana, two).map(({ text }) => text)).toEqual(['after it'])
}, 60_000)

test('a message goes to somebody alone, by the room of the two, with whose it is, and from there on to others', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ben.get({ kind: 'send-message', room, text: 'The kettle is on', format: 'plain' })
  await until('Ana has it', () => messagesIn(ana, room).length === 1)
  const source = lastIn(ana, room)
  const asked = await ana.get({ kind: 'ask-contact', handle: ana.state().users[ben.me()]?.handle ?? '' })
  const alone = asked.room as RoomId
  await until('both have the room of the two', () =>
    [ana, ben].every((client) => client.state().rooms[alone]?.kind === 'direct'),
  )
  for (const client of [ana, ben]) await client.get({ kind: 'open-room', room: alone })
  await ana.get({ kind: 'forward-message', room: alone, source, withAuthor: true })
  await until('Ben has it', () => messagesIn(ben, alone).length === 1)
  expect(lastIn(ben, alone)).toMatchObject({
    ...{ author: ana.me(), text: 'The kettle is on' },
    forwarded: { room, message: source.id, author: ben.me() },
  })
  // Passed on once more it names who said it, and not who passed it on.
  await ben.get({ kind: 'forward-message', room, source: lastIn(ben, alone), withAuthor: true })
  await until(
    'it stands in the room',
    () => lastIn(ana, room).author === ben.me() && messagesIn(ana, room).length === 2,
  )
  expect(lastIn(ana, room).forwarded).toEqual({ room, message: source.id, author: ben.me() })
}, 60_000)
