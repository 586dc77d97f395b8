import type { ApiMessage } from '../../common/http-contract/history-contract.ts'
import type { FileId, UserId } from '../../common/ids.ts'
import { blockedIn, type ExportContext } from './export-context.ts'
import { atOf, type ExportedItem } from './export-flow.ts'
import { dayOf, sizeOf, timeWords } from './export-words.ts'
import { chunksOf } from './json-writer.ts'
import { quoteLines, textForMarkdown, wordsForMarkdown as words } from './mark-text.ts'
import { noticeSentence } from './notice-sentence.ts'
import { type ExportFrame, type ExportRun, frameSentences, nameIn, type RoomWriter } from './room-writer.ts'

const ending = 'md'

/** One file, to be read as it is or by whatever reads Markdown. What hangs on a message is a quote under it. */
export function buildMarkdownWriter(frame: ExportFrame): RoomWriter {
  const say = frame.words
  return {
    write: (zip, runs) => zip.add(`messages.${ending}`, writeAll(runs)),
    finish: async (zip, { missing }) => {
      if (missing.length === 0) return
      const list = missing.map((name) => `* ${words(name)}\n`)
      await zip.add(`missing-files.${ending}`, chunksOf(`${words(say.missing(missing.length))}\n\n`, ...list))
    },
  }

  async function* writeAll(runs: AsyncIterable<ExportRun>): AsyncGenerator<string> {
    const { topic } = frame.room
    yield `# ${words(frame.title)}\n\n`
    if (topic !== '') yield `${say.topic}: ${words(topic)}\n\n`
    yield `${frameSentences(frame, timeWords).map(words).join(' ')}\n`
    let day = ''
    for await (const { items, context } of runs) {
      for (const item of items) {
        const itemDay = dayOf(atOf(item))
        const isNewDay = itemDay !== day && !(item.kind === 'message' && item.depth > 0)
        if (isNewDay) day = itemDay
        yield `${isNewDay ? `\n## ${day}\n` : ''}\n${blockOf(item, context)}\n`
      }
    }
    if (day === '') yield `\n${say.nothing}\n`
  }

  function blockOf(item: ExportedItem, context: ExportContext): string {
    const nameOf = (user: UserId) => nameIn(context, say, user)
    if (item.kind === 'notice') {
      return `*${words(noticeSentence(item.event, say, nameOf))}* · ${timeWords(item.at)} · \\#${item.seq}`
    }
    const { message, depth } = item
    const lines = [headOf(message, nameOf), ...namedLines(message, context, nameOf, depth), bodyOf(message, nameOf)]
    if (message.removedAt === undefined) lines.push(...carriedLines(message, context, nameOf))
    const block = lines.filter((line) => line !== '').join('\n\n')
    return depth === 0 ? block : quoteLines(block)
  }

  function headOf(message: ApiMessage, nameOf: (user: UserId) => string): string {
    const { author, at, seq, editedAt, pinnedAt, removedAt } = message
    const notes = [
      timeWords(at),
      `\\#${seq}`,
      ...(editedAt === undefined || removedAt !== undefined ? [] : [say.edited(timeWords(editedAt))]),
      ...(pinnedAt === undefined ? [] : [say.pinned]),
    ]
    return `**${words(nameOf(author))}** · ${notes.join(' · ')}`
  }

  /** What it answers, hangs on, or came from. */
  function namedLines(
    message: ApiMessage,
    { quoted, blocked }: ExportContext,
    nameOf: (user: UserId) => string,
    depth: number,
  ): readonly string[] {
    const lines: string[] = []
    const hidden = blockedIn(message, blocked)
    if (hidden !== undefined) lines.push(`*${words(say.blocked(nameOf(hidden)))}*`)
    const { forwarded, replyTo, thread } = message
    if (forwarded !== undefined) lines.push(`*${words(say.forwardedFrom(nameOf(forwarded.author)))}*`)
    const root = thread === undefined || depth > 0 ? undefined : quoted.get(thread)
    if (thread !== undefined && depth === 0 && replyTo !== thread) {
      const author = root === undefined || root === 'unseen' ? say.someone : nameOf(root.author)
      lines.push(`*${words(say.inThread(author))}*`)
    }
    if (replyTo === undefined || (depth > 0 && replyTo === thread)) return lines
    const told = quoted.get(replyTo)
    if (told === undefined || told === 'unseen') lines.push(`*${words(say.replyToUnseen)}*`)
    else if (told.removedAt !== undefined) lines.push(`*${words(say.replyToRemoved)}* (\\#${told.seq})`)
    else lines.push(`*${words(say.replyTo(nameOf(told.author)))}* (\\#${told.seq}): ${words(excerpt(told.text))}`)
    return lines
  }

  function bodyOf(
    { removedAt, removedBy, author, text, format }: ApiMessage,
    nameOf: (user: UserId) => string,
  ): string {
    if (removedAt !== undefined) {
      const isOwn = removedBy === undefined || removedBy === author
      return `*${words(isOwn ? say.removedByAuthor : say.removedBy(nameOf(removedBy)))}* · ${timeWords(removedAt)}`
    }
    return text === '' ? '' : quoteLines(textForMarkdown(text, format))
  }

  function carriedLines(
    { attachments, preview, reactions }: ApiMessage,
    context: ExportContext,
    nameOf: (user: UserId) => string,
  ): readonly string[] {
    const lines = attachments.map(({ file, name, caption }) => {
      const line = fileLine(file, name, context)
      return caption === undefined ? line : `${line} ${words(caption)}`
    })
    if (preview !== undefined) {
      const text = preview.text === undefined ? '' : ` – ${words(preview.text)}`
      lines.push(`**${words(preview.title)}** (${words(preview.url)})${text}`)
    }
    const reacted = Object.entries(reactions).map(
      ([emoji, by]) => `${words(emoji)} ${(by as UserId[]).map((user) => words(nameOf(user))).join(', ')}`,
    )
    return reacted.length === 0 ? lines : [...lines, reacted.join(' · ')]
  }

  function fileLine(id: FileId, name: string, { files }: ExportContext): string {
    const file = files.get(id)
    if (file === undefined) return `*${words(say.goneFile(name))}*`
    const size = sizeOf(file.sizeBytes, say.lang)
    if (file.path === undefined) return `*${words(say.withoutFiles(file.name, size))}*`
    const link = `[${words(file.name)}](${addressOf(file.path)})`
    return file.mediaType.startsWith('image/') && !file.path.endsWith('.txt') ? `!${link}` : `${link} (${size})`
  }
}

const longestExcerpt = 120

export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = Array.from(line.slice(0, longestExcerpt * 2))
  return characters.length <= longestExcerpt ? line : `${characters.slice(0, longestExcerpt).join('')}…`
}

/** As a link names a file beside it. */
export function addressOf(path: string): string {
  return path
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/')
}
