import { type DemoHandle, demoPeople } from '../../common/demo.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { BotCredentials } from '../../common/http-contract/bot-contract.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { drawDemoFiles } from './demo-files.ts'
import { type DemoLine, demoPairs, demoRooms } from './demo-talk.ts'
import type { DemoWorld } from './demo-world.ts'

export type DemoLife = {
  readonly world: DemoWorld
  /** What was said so far is in the archive when it resolves. */
  readonly archive: () => Promise<void>
  readonly nowAt: number
}

const [dayMs, minuteMs] = [86_400_000, 60_000]
/** It began a month and a day ago. */
const daysAgo = 31

type Talk = {
  readonly room: RoomId
  readonly lines: readonly DemoLine[]
  readonly days: number
  readonly endAt: number
}

/** A month of six people. Answers with what its bot signs in with. */
export async function liveDemo({ world, archive, nowAt }: DemoLife): Promise<BotCredentials> {
  const { ask, idOf } = world
  let at = nowAt - daysAgo * dayMs
  /** A little later. */
  const later = () => {
    at += 20_000
    world.setTime(at)
  }
  later()
  for (const { handle, name } of demoPeople) {
    await world.register(handle, name)
    later()
  }
  // While the rooms are made everybody is everybody's contact, which spares six people fifteen questions.
  await ask('eva', 'PATCH', apiPaths.serverSettings, { contacts: 'open', bots: 'everyone' })
  for (const [handle, about] of Object.entries(profiles)) await ask(handle as DemoHandle, 'PATCH', apiPaths.me, about)

  const talks: Talk[] = []
  const unread = new Map<RoomId, number>()
  const rooms = new Map<string, RoomId>()
  for (const { key, name, topic, by, members, visibility, days, lines, unread: count = 0 } of demoRooms) {
    later()
    const body = { name, topic, members: members.map(idOf), ...(visibility === undefined ? {} : { visibility }) }
    const { room } = await ask<{ room: { id: RoomId } }>(by, 'POST', apiPaths.rooms, body)
    rooms.set(key, room.id)
    unread.set(room.id, count)
    talks.push({ room: room.id, lines, days, endAt: nowAt - (talks.length * 3 + 1) * 17 * minuteMs })
  }
  for (const { pair, lines, unread: count = 0 } of demoPairs) {
    later()
    const [one, other] = pair
    const { contact } = await ask<{ contact: { room: RoomId } }>(one, 'POST', apiPaths.contactRequests, {
      handle: other,
    })
    unread.set(contact.room, count)
    talks.push({ room: contact.room, lines, days: 12, endAt: nowAt - talks.length * 41 * minuteMs })
  }
  const rebuild = rooms.get('rebuild') as RoomId
  await ask('eva', 'PUT', apiPaths.member(rebuild, idOf('ben')), { role: 'admin' })
  const files = await uploadAll(world, talks)
  await archive()

  const said = await sayAll(world, talks, files)
  await archive()

  world.setTime(nowAt)
  for (const { handle } of demoPeople) await world.signIn(handle)
  await readAll(world, talks, unread)
  await ask('mei', 'POST', apiPaths.reports, {
    ...{ kind: 'message', room: rebuild, message: said.get('advert'), reason: 'spam' },
    note: 'An advertisement, in the room for work.',
  })
  await ask('eva', 'POST', apiPaths.announcements(), {
    text: 'This is a demo: look around, write, break things. Nobody minds.',
  })
  await ask('eva', 'PATCH', apiPaths.serverSettings, { contacts: 'request' })
  const { bot } = await ask<{ bot: { id: UserId } }>('eva', 'POST', apiPaths.bots, {
    handle: 'echo',
    displayName: 'Echo',
  })
  await ask('eva', 'PUT', apiPaths.member(rebuild, bot.id))
  await archive()
  return ask('eva', 'POST', apiPaths.botCredentials(bot.id), {})
}

const profiles: Partial<Record<DemoHandle, object>> = {
  eva: { bio: 'Harbour engineer. I answer faster than the tide.', timeZone: 'Europe/Berlin' },
  mei: { bio: '写真と船。', timeZone: 'Asia/Tokyo', status: { text: 'On the water', emoji: '⛵' } },
  ben: { bio: 'Loads, tables, lunch.', timeZone: 'Europe/London' },
  nikos: { timeZone: 'Europe/Athens', status: { text: 'Στην προκυμαία', emoji: '☕' } },
}

/** Each file in the room in which it will be shown, by whoever shows it. */
async function uploadAll(world: DemoWorld, talks: readonly Talk[]): Promise<ReadonlyMap<string, File>> {
  const files = new Map<string, File>()
  const drawn = new Map(drawDemoFiles().map((file) => [file.name, file]))
  for (const { room, lines } of talks) {
    for (const { by, file } of lines) {
      const sent = file === undefined ? undefined : drawn.get(file)
      if (sent !== undefined) files.set(sent.name, await world.upload(by, room, sent))
    }
  }
  return files
}

type Step = { readonly at: number; readonly run: () => Promise<void> }

/** All rooms at once, in the order of the hours. What others call a line by is answered with its id. */
async function sayAll(
  world: DemoWorld,
  talks: readonly Talk[],
  files: ReadonlyMap<string, File>,
): Promise<ReadonlyMap<string, EventId>> {
  const said = new Map<string, EventId>()
  const steps = talks.flatMap(({ room, lines, days, endAt }): Step[] => {
    const stepMs = (days * dayMs) / lines.length
    return lines.map((line, place) => ({
      at: atWork(endAt - (lines.length - 1 - place) * stepMs),
      run: () => sayLine(world, room, line, { said, files }),
    }))
  })
  for (const { at, run } of steps.sort((a, b) => a.at - b.at)) {
    world.setTime(at)
    await run()
  }
  return said
}

type Spoken = { readonly said: Map<string, EventId>; readonly files: ReadonlyMap<string, File> }

async function sayLine(world: DemoWorld, room: RoomId, line: DemoLine, { said, files }: Spoken): Promise<void> {
  const { by, text, file, reactions = {} } = line
  const author = world.idOf(by)
  const sent = file === undefined ? undefined : files.get(file)
  const named = demoPeople.filter(({ handle }) => text.includes(`@${handle}`)).map(({ handle }) => world.idOf(handle))
  const idOf = (name: string | undefined) => (name === undefined ? undefined : said.get(name))
  const [replyTo, thread] = [idOf(line.replyTo), idOf(line.thread)]
  const message = await world.publish(room, author, {
    ...{ kind: 'message.posted', text, format: 'markdown' },
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(thread === undefined ? {} : { thread }),
    ...(named.length === 0 ? {} : { mentions: named }),
    ...(sent === undefined ? {} : { attachments: [attachmentOf(sent)] }),
  })
  if (line.id !== undefined) said.set(line.id, message)
  if (line.edited !== undefined) {
    await world.publish(room, author, { kind: 'message.edited', message, text: line.edited })
  }
  for (const [emoji, people] of Object.entries(reactions)) {
    for (const one of people) await world.publish(room, world.idOf(one), { kind: 'reaction.added', message, emoji })
  }
  if (line.pinned === true) await world.publish(room, author, { kind: 'message.pinned', message })
  if (line.removed === true) await world.publish(room, author, { kind: 'message.removed', message })
}

function attachmentOf({ id, room: _, sha256: __, ...about }: File) {
  return { file: id, ...about }
}

/** Not in the night, whatever the sum says: between eight and eight, by the clock of this machine. */
function atWork(at: number): number {
  const hour = new Date(at).getHours()
  return hour >= 8 && hour < 20 ? at : at - ((hour + 24 - 19) % 24) * 3_600_000
}

/** Everybody has read everything, but for what Eva has left. */
async function readAll(world: DemoWorld, talks: readonly Talk[], unread: ReadonlyMap<RoomId, number>): Promise<void> {
  for (const { room } of talks) {
    const readers = await readersOf(world, room)
    const path = apiPaths.messages(room)
    const { messages } = await world.ask<{ messages: readonly Pick<Message, 'seq'>[] }>(
      readers[0] ?? 'eva',
      'GET',
      path,
    )
    const seqs = messages.map(({ seq }) => seq).sort((a, b) => a - b)
    for (const one of readers) {
      const left = one === 'eva' ? (unread.get(room) ?? 0) : 0
      const seq = seqs.at(-1 - left)
      if (seq !== undefined) await world.ask(one, 'PUT', apiPaths.read(room), { seq: left === 0 ? seq + 1_000 : seq })
    }
  }
}

async function readersOf(world: DemoWorld, room: RoomId): Promise<readonly DemoHandle[]> {
  const inIt: DemoHandle[] = []
  for (const { handle } of demoPeople) {
    const { rooms } = await world.ask<{ rooms: readonly { id: RoomId }[] }>(handle, 'GET', apiPaths.rooms)
    if (rooms.some(({ id }) => id === room)) inIt.push(handle)
  }
  return inIt
}
