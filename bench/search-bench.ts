import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import { parseSearchWords } from '../common/search/search-words.ts'
import { buildTimelineStore } from '../desktop/engine/local-store/timeline-store.tables.ts'
import { buildMemoryTables } from '../desktop/engine/local-store/timeline-tables.memory.ts'
import { buildKeptSearch } from '../desktop/engine/search/kept-search.ts'
import { openSqliteStore } from '../server/store/sqlite/sqlite-store.ts'
import type { Store } from '../server/store/store-port.ts'
import { buildSpread, buildTable, sayCount, saySpread } from './figures.ts'

const messageCount = Number(process.env.NATTER_BENCH_SEARCH ?? 1_000_000)
const keptCount = 100_000
const roomCount = 200
const roomsAsked = [roomCount, 50, 10, 1]
const authorCount = 500
const vocabulary = 20_000
const rounds = 25
const batch = 1_000
const startAt = Date.UTC(2025, 0, 1)
const syllables = [
  'ka',
  'lo',
  'mi',
  'ter',
  'an',
  'schu',
  'be',
  'ron',
  'da',
  'vi',
  'ent',
  'qu',
  'sto',
  'el',
  'gra',
  'ü',
  'за',
  'море',
  '上',
  '海',
]

const roomAt = (at: number) => `3.${at.toString(36).padStart(14, 'r')}` as RoomId
const authorAt = (at: number) => at.toString(36).padStart(16, 'a') as UserId
const idAt = (at: number) => `01${at.toString().padStart(24, '0')}` as EventId

/** The same numbers each time, so that two runs can be compared. */
function buildChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function wordAt(at: number): string {
  let [word, rest] = ['', at + 7]
  do {
    word += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
  } while (rest > 0)
  return word
}

/** A few words stand in nearly every message, and most of them hardly anywhere. */
function buildSamples(count: number): readonly Message[] {
  const chance = buildChance(11)
  const word = () => wordAt(Math.floor(vocabulary ** chance()))
  return Array.from({ length: count }, (_, at) => ({
    ...{ id: idAt(at), room: roomAt(at % roomCount), seq: at + 1, version: at + 1, at: startAt + at * 30_000 },
    ...{ author: authorAt(Math.floor(chance() * authorCount)), format: 'plain' as const },
    ...{ mentions: [], attachments: [], reactions: [] },
    text: `${Array.from({ length: 4 + Math.floor(chance() * 12) }, word).join(' ')}${at % 50 === 0 ? ` ABC-${at}` : ''}`,
  }))
}

/** Only where it is named: filling takes a few minutes. */
export async function runSearchBench(): Promise<void> {
  console.log(`\nSearch: ${sayCount(messageCount)} messages in ${roomCount} rooms on SQLite`)
  const folder = mkdtempSync(join(tmpdir(), 'natter-search-bench-'))
  const store = await openSqliteStore(join(folder, 'natter.db'))
  try {
    await fill(store)
    const rows: string[][] = [['looked for', ...roomsAsked.map((rooms) => `in ${rooms} rooms`)]]
    for (const [name, build] of Object.entries(kinds)) {
      const row = [name]
      for (const rooms of roomsAsked) row.push(await measure(store, build, rooms))
      rows.push(row)
    }
    console.log(buildTable(rows))
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
  await measureKept()
}

async function fill(store: Store): Promise<void> {
  const startedAt = performance.now()
  for (let from = 0, all = buildSamples(messageCount); from < all.length; from += 5_000)
    await store.archive.writeBatch({
      posted: all.slice(from, from + 5_000),
      changed: [],
      rooms: [],
      setAside: [],
      notices: [],
    })
  const filledAt = performance.now()
  for (let room = 0; room < roomCount; room++) {
    for (let afterVersion = 0, isMore = true; isMore; ) {
      const [taken] = await store.search.takeIn([{ room: roomAt(room), afterVersion }], batch)
      isMore = taken?.isMore === true
      afterVersion = taken?.toVersion ?? 0
    }
  }
  const seconds = (performance.now() - filledAt) / 1_000
  console.log(
    `archive filled in ${((filledAt - startedAt) / 1_000).toFixed(0)} s, index in ${seconds.toFixed(0)} s: ${sayCount(messageCount / seconds)} messages a second`,
  )
}

const kinds: Readonly<Record<string, (at: number) => string>> = {
  'a common word': (at) => wordAt(20 + at),
  'a rare word': (at) => wordAt(15_000 + at * 31),
  'three characters': (at) =>
    wordAt(400 + at)
      .slice(0, 3)
      .padEnd(3, 'a'),
  'two words': (at) => `${wordAt(25 + at)} ${wordAt(3_000 + at * 7)}`,
  'two common words': (at) => `${wordAt(25 + at)} ${wordAt(60 + at)}`,
  'a phrase': (at) => `"${wordAt(21 + at)} ${wordAt(22)}"`,
  'a phrase of three': (at) => `"${wordAt(21 + at)} ${wordAt(22)} ${wordAt(70 + at)}"`,
  'an id': (at) => `ABC-${at * 50}`,
  'nothing that is there': (at) => `xyzzy${at}`,
  'two characters': (at) => wordAt(at).slice(0, 2).padEnd(2, 'q'),
  'one character': (at) => 'abcdefghijklmnopqrstuvwxyz'.charAt(at % 26),
}

async function measure({ search }: Store, build: (at: number) => string, rooms: number): Promise<string> {
  const times: number[] = []
  for (let at = 0; at < rounds; at++) {
    const words = parseSearchWords(build(at))
    const from = performance.now()
    await search.find({
      ...{ words, filter: {}, limit: 20, withinMs: 10_000 },
      rooms: Array.from({ length: rooms }, (_, room) => ({ room: roomAt(room) })),
    })
    times.push(performance.now() - from)
  }
  return saySpread(buildSpread(times))
}

/** Once its words are in memory, as after somebody's first search; in Chromium `client` measures it, first search and all. */
async function measureKept(): Promise<void> {
  const tables = buildMemoryTables()
  const store = buildTimelineStore(tables)
  const samples = buildSamples(keptCount)
  const rooms = Array.from({ length: roomCount }, (_, at) => roomAt(at))
  for (const room of rooms) {
    const messages = samples.filter((one) => one.room === room)
    const last = messages.at(-1)?.seq ?? 0
    await store.putPage(room, { from: 1, to: last, knownTo: last, messages, notices: [] })
  }
  const book = { rooms: () => rooms, get: () => undefined }
  const find = buildKeptSearch({ me: authorAt(0), book, timelines: store, isBlocked: () => false })
  console.log(`\nSearch: ${sayCount(keptCount)} messages kept by a client, in Node`)
  const rows: string[][] = []
  await find({ q: 'xyzzy' }, 30)
  for (const [name, build] of Object.entries(kinds)) {
    const times: number[] = []
    for (let at = 0; at < rounds; at++) {
      const from = performance.now()
      await find({ q: build(at) }, 30)
      times.push(performance.now() - from)
    }
    rows.push([name, saySpread(buildSpread(times))])
  }
  store.forgetWords()
  console.log(buildTable(rows))
}
