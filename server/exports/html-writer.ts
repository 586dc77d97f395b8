import type { UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { ZipFlow } from '../plugins/zip-flow.ts'
import type { ExportContext } from './export-context.ts'
import { atOf, type ExportedItem, seqOf } from './export-flow.ts'
import { dayOf, timeWords } from './export-words.ts'
import { pagePolicy, pageStyle } from './html-look.ts'
import { renderMessage, timeTag } from './html-message.ts'
import { buildPageBook, type PageBook } from './html-pages.ts'
import { escapeHtml, isolated } from './html-text.ts'
import { chunksOf } from './json-writer.ts'
import { noticeSentence } from './notice-sentence.ts'
import {
  type ExportFrame,
  type ExportRun,
  type ExportTotals,
  frameSentences,
  nameIn,
  type RoomWriter,
} from './room-writer.ts'

const pageItems = 1_000
const followMs = 300_000

type PageLine = { readonly page: number; readonly from: number; to: number; messages: number }
type Next = { readonly item: ExportedItem; readonly context: ExportContext }
type Root = Pick<Message, 'id' | 'seq'>
type Reader = { readonly peek: () => Promise<Next | undefined>; readonly take: () => void }

/** Pages of a thousand, and a list of them: opened from a disk, without a script. */
export function buildHtmlWriter(frame: ExportFrame): RoomWriter {
  const say = frame.words
  const lines: PageLine[] = []
  return {
    write: async (zip: ZipFlow, runs: AsyncIterable<ExportRun>) => {
      const reader = readItems(runs)
      const book = buildPageBook()
      const state = { day: '', root: undefined as Root | undefined }
      while ((await reader.peek()) !== undefined) {
        const page = book.turn()
        await zip.add(`pages/${fileOf(page)}`, writePage(page, reader, book, state))
      }
    },
    finish: (zip, totals) => zip.add('index.html', chunksOf(indexOf(totals))),
  }

  async function* writePage(
    page: number,
    reader: Reader,
    book: PageBook,
    state: { day: string; root: Root | undefined },
  ): AsyncGenerator<string> {
    yield startOf(`${frame.title} · ${say.page(page)}`)
    yield `<header class="top"><h1>${isolated(frame.title)}</h1><nav>${page > 1 ? `<a href="${fileOf(page - 1)}" rel="prev">${escapeHtml(say.older)}</a>` : ''}<a href="../index.html">${escapeHtml(say.index)}</a></nav></header><main>\n`
    let line: PageLine | undefined
    let before: ExportedItem | undefined
    for (let count = 0; count < pageItems; count++) {
      const next = await reader.peek()
      if (next === undefined) break
      reader.take()
      const { item, context } = next
      line ??= { page, from: atOf(item), to: 0, messages: 0 }
      line.to = atOf(item)
      if (item.kind === 'message') line.messages++
      const isAnswer = item.kind === 'message' && item.depth > 0
      if (item.kind === 'message' && !isAnswer) state.root = item.message
      book.note(seqOf(item), isAnswer ? state.root?.id : undefined)
      const day = dayOf(atOf(item))
      const isNewDay = !isAnswer && (day !== state.day || before === undefined)
      if (isNewDay) state.day = day
      yield (isNewDay ? `<h2 class="day"><time datetime="${day}">${day}</time></h2>\n` : '') +
        renderItem(item, { context, before: isNewDay ? undefined : before, page, book, root: state.root })
      before = item
    }
    if (line !== undefined) lines.push(line)
    const isLast = (await reader.peek()) === undefined
    const newer = isLast ? '' : `<a href="${fileOf(page + 1)}" rel="next">${escapeHtml(say.newer)}</a>`
    yield `</main><nav><a href="../index.html">${escapeHtml(say.index)}</a>${newer}</nav></div></body></html>\n`
  }

  function renderItem(
    item: ExportedItem,
    at: {
      readonly context: ExportContext
      readonly before: ExportedItem | undefined
      readonly page: number
      readonly book: PageBook
      readonly root: Root | undefined
    },
  ): string {
    const { context, before, page, book, root } = at
    const nameOf = (user: UserId) => nameIn(context, say, user)
    if (item.kind === 'notice') {
      return `<p class="notice">${escapeHtml(noticeSentence(item.event, say, isolatedName))} · ${timeTag(item.at)}</p>\n`.replace(
        namePattern,
        (_, user: UserId) => isolated(nameOf(user)),
      )
    }
    const { message, depth } = item
    const isCopy = depth > 0 && message.replyTo === message.thread
    return renderMessage(message, {
      context,
      words: say,
      depth,
      isFollow: isFollowing(item, before),
      anchor: `${isCopy ? 't' : 'm'}-${message.id}`,
      linkTo: (quoted) => {
        // What is said to answer something later was not made by a client of ours.
        if (quoted.seq >= message.seq || quoted.seq < frame.span.fromSeq) return undefined
        const other = book.pageOf(quoted, depth > 0 ? root : undefined)
        if (other === undefined) return undefined
        return `${other === page ? '' : fileOf(other)}#m-${quoted.id}`
      },
    })
  }

  function indexOf({ messages, files, missing }: ExportTotals): string {
    const { room } = frame
    const about = [
      say.messages(messages),
      ...(frame.withFiles ? [say.filesCount(files)] : []),
      say.members(room.members.length),
    ]
    const topic = room.topic === '' ? '' : `<p dir="auto">${escapeHtml(room.topic)}</p>`
    const sentences = frameSentences(frame, timeWords).map((sentence) => `<p>${escapeHtml(sentence)}</p>`)
    const rows = lines.map(
      ({ page, from, to, messages: count }) =>
        `<li><a href="pages/${fileOf(page)}">${escapeHtml(say.page(page))}</a>` +
        `<span>${timeTag(from)} – ${timeTag(to)} · ${escapeHtml(say.messages(count))}</span></li>`,
    )
    const gone = missing.map((name) => `<li>${isolated(name)}</li>`).join('')
    return (
      startOf(frame.title) +
      `<header class="top"><h1>${isolated(frame.title)}</h1>${topic}<p>${about.map(escapeHtml).join(' · ')}</p>${sentences.join('')}</header><main>` +
      (rows.length === 0
        ? `<p>${escapeHtml(say.nothing)}</p>`
        : `<h2 class="day">${escapeHtml(say.pages)}</h2><ul class="pages">${rows.join('')}</ul>`) +
      (missing.length === 0 ? '' : `<h2 class="day">${escapeHtml(say.missing(missing.length))}</h2><ul>${gone}</ul>`) +
      '</main></div></body></html>\n'
    )
  }

  function startOf(title: string): string {
    return (
      `<!doctype html>\n<html lang="${say.lang}"><head><meta charset="utf-8">` +
      `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pagePolicy)}">` +
      '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1">' +
      `<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>${pageStyle}</style></head>` +
      '<body><div class="page">'
    )
  }
}

/** Names stand in sentences as marks until these are escaped: no name can hold one, since it is put in afterwards. */
const isolatedName = (user: UserId) => `\u{e000}${user}\u{e001}`
const namePattern = /\u{e000}([a-z0-9]+)\u{e001}/gu

function fileOf(page: number): string {
  return `${String(page).padStart(4, '0')}.html`
}

function isFollowing(item: ExportedItem, before: ExportedItem | undefined): boolean {
  if (item.kind !== 'message' || before?.kind !== 'message' || item.depth !== before.depth) return false
  const { message } = item
  if (message.replyTo !== undefined || (message.thread !== undefined && item.depth === 0)) return false
  return message.author === before.message.author && message.at - before.message.at < followMs
}

/** One after the other, however the runs are cut. */
function readItems(runs: AsyncIterable<ExportRun>): Reader {
  const iterator = runs[Symbol.asyncIterator]()
  let run: ExportRun | undefined
  let at = 0
  return {
    peek: async () => {
      while (run === undefined || at >= run.items.length) {
        const next = await iterator.next()
        if (next.done === true) return undefined
        run = next.value
        at = 0
      }
      const item = run.items[at]
      return item === undefined ? undefined : { item, context: run.context }
    },
    take: () => {
      at++
    },
  }
}
