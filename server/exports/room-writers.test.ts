import { expect, test } from 'vitest'
import type { User } from '../../common/http-contract/account-contract.ts'
import type { ApiMessage } from '../../common/http-contract/history-contract.ts'
import type { EventId, FileId, MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { ZipFlow } from '../plugins/zip-flow.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportedItem } from './export-flow.ts'
import { buildHtmlWriter } from './html-writer.ts'
import { buildJsonWriter } from './json-writer.ts'
import { buildMarkdownWriter } from './markdown-writer.ts'
import type { ExportFrame, ExportRun, RoomWriter } from './room-writer.ts'
import { exportWords } from './words-by-language.ts'

const [ana, ben] = ['anaanaanaanaanaa' as UserId, 'benbenbenbenbenb' as UserId]
const room = '1.aaaaaaaaaaaaaa' as RoomId
const file = 'ffffffffffffffff' as FileId
const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e\u0007'
const idOf = (seq: number) => String(seq).padStart(26, '0') as EventId

function message(seq: number, change: Partial<ApiMessage> = {}): ApiMessage {
  const at = Date.UTC(2026, 8, 1, 12) + seq * 1_000
  const words = { text: `text ${seq}`, format: 'plain' as const, mentions: [], attachments: [], reactions: {} }
  return { id: idOf(seq), room, seq, version: seq, author: ana, at, ...words, ...change }
}
const shown = (one: ApiMessage, depth: 0 | 1 = 0): ExportedItem => ({ kind: 'message', message: one, depth })

const people = new Map<UserId, User>([
  [ana, { id: ana, handle: 'ana', displayName: hostile }],
  [ben, { id: ben, handle: '', displayName: 'Deleted user', deleted: true }],
])
const context: ExportContext = { people, files: new Map(), quoted: new Map(), blocked: new Set() }
const frame: ExportFrame = {
  room: { id: room, kind: 'group', name: hostile, topic: hostile, members: [], createdAt: 0, version: 1 },
  ...{
    title: hostile,
    by: { id: ben, name: hostile },
    exportedAt: Date.UTC(2026, 8, 2),
    span: { fromSeq: 0, toSeq: 9_999 },
  },
  ...{
    completeTo: 9_999,
    caughtUp: false,
    gaps: [{ fromSeq: 3, toSeq: 5 }],
    withFiles: true,
    words: exportWords('en'),
  },
}

async function written(writer: RoomWriter, runs: readonly ExportRun[], missing: readonly string[] = []) {
  const files = new Map<string, string>()
  const zip: ZipFlow = {
    add: async (name, chunks) => {
      let text = ''
      for await (const chunk of chunks) text += String(chunk)
      files.set(name, text)
    },
  }
  await writer.write(
    zip,
    (async function* () {
      yield* runs
    })(),
  )
  await writer.finish(zip, { messages: runs.flatMap(({ items }) => items).length, files: 0, missing })
  return files
}

const hostileItems: readonly ExportedItem[] = [
  shown(message(1, { text: hostile })),
  shown(message(2, { text: `${hostile}\n\n[a](javascript:alert(3)) <b>`, format: 'markdown' })),
  shown(
    message(3, {
      attachments: [{ file, name: hostile, mediaType: 'text/html', sizeBytes: 3, caption: hostile }],
      preview: { url: 'https://a.example/"><script>', title: hostile, text: hostile },
      reactions: { __proto__: [ben], '<b>': [ana] },
    }),
  ),
  { kind: 'notice', seq: 4, at: 0, event: { v: 1, id: idOf(4), at: 0, kind: 'room.changed', by: ana, topic: hostile } },
]
const files = new Map([
  [file, { id: file, name: hostile, mediaType: 'text/html', sizeBytes: 3, path: 'files/x.html.txt' }],
])

test('in HTML nothing that people wrote is anything but words, and a policy lets nothing run', async () => {
  const pages = await written(
    buildHtmlWriter(frame),
    [{ items: hostileItems, context: { ...context, files } }],
    [hostile],
  )
  expect([...pages.keys()]).toEqual(['pages/0001.html', 'index.html'])
  for (const page of pages.values()) {
    expect(page).not.toMatch(/<script|<img src=x|<[^>]*\son\w+=|href="javascript/i)
    expect(page).toContain('Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-')
    expect(page).not.toContain('\u0007')
  }
  expect(pages.get('pages/0001.html')).toContain('<bdi>&quot;&gt;&lt;img')
  expect(pages.get('index.html')).toContain('#3 – #5')
})

test('JSON has each message on a line, with reactions of any name, and says what it is', async () => {
  const out = await written(buildJsonWriter(frame), [{ items: hostileItems, context: { ...context, files } }])
  const lines = (out.get('messages.ndjson') ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind, seq }) => [kind, seq])).toEqual([
    ['message', 1],
    ['message', 2],
    ['message', 3],
    ['notice', 4],
  ])
  expect(lines[2].attachments[0].path).toBe('files/x.html.txt')
  expect(lines[2].reactions).toContainEqual({ emoji: '<b>', by: [{ id: ana, name: hostile }] })
  expect(JSON.parse(out.get('room.json') ?? '')).toMatchObject({
    ...{ format: 'natter-room', version: 1, completeTo: 9_999, caughtUp: false, gaps: [{ fromSeq: 3, toSeq: 5 }] },
    people: [{ id: ana }, { id: ben, deleted: true }],
  })
})

test('Markdown says who removed, who reacted and what was answered, and holds no HTML', async () => {
  const told = { ...message(1), reactions: [], text: 'the first' }
  const items = [
    shown(message(1)),
    shown(message(2, { replyTo: told.id, reactions: { '👍': [ben] }, editedAt: 1, pinnedAt: 1 })),
    shown(message(3, { text: '', removedAt: 5, removedBy: ben })),
    shown(message(4, { forwarded: { room, message: told.id, author: ben } })),
    ...hostileItems.slice(0, 1),
  ]
  const quoted = new Map<MessageId, ReturnType<ExportContext['quoted']['get']> & object>([[told.id, told]])
  const out = [
    ...(await written(buildMarkdownWriter(frame), [{ items, context: { ...context, quoted, files } }])).values(),
  ].join('')
  for (const part of [
    '(\\#1): the first',
    '👍 Deleted user',
    'pinned',
    'removed by Deleted user',
    'Forwarded from Deleted user',
  ]) {
    expect(out).toContain(part)
  }
  expect(out).not.toMatch(/(?<!\\)<(?!$)/)
})

test('pages hold a thousand, lead to each other, and answers lead to where the question stands', async () => {
  const first = message(1)
  const items = Array.from({ length: 1_001 }, (_, index) => shown(message(index + 1)))
  items.push(shown(message(1_002, { replyTo: first.id })))
  const quoted = new Map([[first.id, { ...first, reactions: [] }]])
  const pages = await written(buildHtmlWriter(frame), [{ items, context: { ...context, quoted } }])
  expect([...pages.keys()]).toEqual(['pages/0001.html', 'pages/0002.html', 'index.html'])
  expect(pages.get('pages/0001.html')).toContain('href="0002.html" rel="next"')
  expect(pages.get('pages/0002.html')).toContain(`href="0001.html#m-${first.id}"`)
  expect(pages.get('pages/0001.html')).toContain(`id="m-${first.id}"`)
})

test('a thread that goes on over two pages is still found', async () => {
  const root = message(1)
  const answers = Array.from({ length: 1_200 }, (_, index) => message(index + 2, { thread: root.id }))
  const late = answers[1_100] as ApiMessage
  const last = message(1_300, { thread: root.id, replyTo: late.id })
  const items = [shown(root), ...[...answers, last].map((one) => shown(one, 1))]
  const quoted = new Map([root, late].map((one) => [one.id, { ...one, reactions: [] }]))
  const pages = await written(buildHtmlWriter(frame), [{ items, context: { ...context, quoted } }])
  expect(pages.get('pages/0002.html')).toContain(`href="#m-${late.id}"`)
  expect(pages.get('pages/0002.html')).toContain(`id="m-${late.id}"`)
})

test('a blocked author is folded, and what one may not see is not named', async () => {
  const items = [shown(message(1, { text: 'unwanted' })), shown(message(2, { author: ben, replyTo: idOf(9) }))]
  const quoted = new Map([[idOf(9), 'unseen' as const]])
  const pages = await written(buildHtmlWriter(frame), [
    { items, context: { ...context, quoted, blocked: new Set([ana]) } },
  ])
  expect(pages.get('pages/0001.html')).toMatch(/<details><summary>Blocked: .*<\/summary>.*unwanted.*<\/details>/)
  expect(pages.get('pages/0001.html')).toContain('not in this export')
})

test('words of somebody who is blocked are folded too where another passes them on', async () => {
  const forwarded = { room, message: idOf(9), author: ana }
  const items = [shown(message(1, { author: ben, text: 'unwanted', forwarded }))]
  const pages = await written(buildHtmlWriter(frame), [{ items, context: { ...context, blocked: new Set([ana]) } }])
  expect(pages.get('pages/0001.html')).toMatch(/<details><summary>Blocked: .*<\/summary>.*unwanted.*<\/details>/)
})
