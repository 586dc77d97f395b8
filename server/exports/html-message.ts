import type { ApiMessage } from '../../common/http-contract/history-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Attachment } from '../../common/wire-event.ts'
import { blockedIn, type ExportContext, type ExportedFile, type Quoted } from './export-context.ts'
import { type ExportWords, sizeOf, timeWords } from './export-words.ts'
import { escapeHtml, isolated, renderText } from './html-text.ts'
import { addressOf, excerpt } from './markdown-writer.ts'
import { nameIn } from './room-writer.ts'

export type MessageLook = {
  readonly context: ExportContext
  readonly words: ExportWords
  readonly depth: 0 | 1
  /** The one before is by the same author and a moment older. */
  readonly isFollow: boolean
  /** Its name on the page; a second copy of a message has another. */
  readonly anchor: string
  /** Where a message stands that this one names, from this page. */
  readonly linkTo: (quoted: Exclude<Quoted, 'unseen'>) => string | undefined
}

const colours = 8

export function renderMessage(message: ApiMessage, look: MessageLook): string {
  const { context, words, depth, isFollow, anchor } = look
  const name = nameIn(context, words, message.author)
  const classes = ['message', ...(isFollow ? ['follow'] : []), ...(depth > 0 ? ['answer'] : [])].join(' ')
  const face = `<span class="face c${colourOf(message.author)}" aria-hidden="true">${escapeHtml(initialOf(name))}</span>`
  const shown = message.removedAt === undefined ? renderShown(message, look) : renderRemoved(message, look)
  const blocked = blockedIn(message, context.blocked)
  const body =
    blocked === undefined
      ? shown
      : `<details><summary>${withNames(words.blocked, nameIn(context, words, blocked))}</summary>${shown}</details>`
  return `<article class="${classes}" id="${anchor}">${face}${renderHead(message, look, name)}<div class="body">${body}</div></article>\n`
}

function renderHead({ at, seq, editedAt, removedAt, pinnedAt }: ApiMessage, look: MessageLook, name: string): string {
  const { words, anchor, isFollow } = look
  const notes = [
    ...(editedAt === undefined || removedAt !== undefined ? [] : [words.edited(timeWords(editedAt))]),
    ...(pinnedAt === undefined ? [] : [words.pinned]),
  ].map((note) => `<span>${escapeHtml(note)}</span>`)
  const author = isFollow ? '' : `<b>${isolated(name)}</b>`
  return `<header class="head">${author}${timeTag(at)}<a href="#${anchor}">#${seq}</a>${notes.join('')}</header>`
}

export function timeTag(at: number): string {
  const iso = new Date(at).toISOString()
  return `<time datetime="${iso}" title="${iso}">${timeWords(at)}</time>`
}

function renderRemoved({ removedAt, removedBy, author }: ApiMessage, { context, words }: MessageLook): string {
  const isOwn = removedBy === undefined || removedBy === author
  const sentence = isOwn
    ? escapeHtml(words.removedByAuthor)
    : withNames(words.removedBy, nameIn(context, words, removedBy))
  return `<p class="gone">${sentence} ${removedAt === undefined ? '' : timeTag(removedAt)}</p>`
}

function renderShown(message: ApiMessage, look: MessageLook): string {
  const { context, words } = look
  const { text, format, attachments, preview, reactions, answers } = message
  const nameOf = (user: UserId) => nameIn(context, words, user)
  const parts = [renderNamed(message, look)]
  if (text !== '') parts.push(`<div class="text" dir="auto">${renderText(text, format)}</div>`)
  for (const attachment of attachments) parts.push(renderFile(attachment, look))
  if (preview !== undefined) {
    const picture = preview.image === undefined ? undefined : context.files.get(preview.image)
    const image = picture?.path === undefined ? '' : `<img src="../${addressOf(picture.path)}" alt="" loading="lazy">`
    const said = preview.text === undefined ? '' : `<p>${isolated(preview.text)}</p>`
    const url = escapeHtml(preview.url)
    parts.push(
      `<div class="preview">${image}<p><b>${isolated(preview.title)}</b></p>${said}` +
        `<p><a href="${url}" rel="noopener noreferrer">${url}</a></p></div>`,
    )
  }
  const reacted = Object.entries(reactions).map(([emoji, by]) => {
    const names = (by as UserId[]).map((user) => isolated(nameOf(user))).join(', ')
    return `<li>${isolated(emoji)} ${names}</li>`
  })
  if (reacted.length > 0) parts.push(`<ul class="reactions">${reacted.join('')}</ul>`)
  if (answers !== undefined && look.depth === 0)
    parts.push(`<p class="note">${escapeHtml(words.answers(answers.count))}</p>`)
  return parts.join('')
}

/** What it answers, hangs on, or came from. */
function renderNamed(message: ApiMessage, look: MessageLook): string {
  const { context, words, depth, linkTo } = look
  const nameOf = (user: UserId) => nameIn(context, words, user)
  const parts: string[] = []
  const { forwarded, replyTo, thread } = message
  if (forwarded !== undefined)
    parts.push(`<p class="note">${withNames(words.forwardedFrom, nameOf(forwarded.author))}</p>`)
  const quote = (quoted: Exclude<Quoted, 'unseen'>, inner: string) => {
    const link = linkTo(quoted)
    return link === undefined ? `<span class="quote">${inner}</span>` : `<a class="quote" href="${link}">${inner}</a>`
  }
  if (thread !== undefined && depth === 0 && replyTo !== thread) {
    const root = context.quoted.get(thread)
    if (root === undefined || root === 'unseen') {
      parts.push(`<p class="note">${withNames(words.inThread, words.someone)}</p>`)
    } else parts.push(quote(root, withNames(words.inThread, nameOf(root.author))))
  }
  if (replyTo === undefined || (depth > 0 && replyTo === thread)) return parts.join('')
  const told = context.quoted.get(replyTo)
  if (told === undefined || told === 'unseen') {
    parts.push(`<span class="quote">${escapeHtml(words.replyToUnseen)}</span>`)
  } else if (told.removedAt !== undefined) parts.push(quote(told, escapeHtml(words.replyToRemoved)))
  else {
    parts.push(quote(told, `${withNames(words.replyTo, nameOf(told.author))}: ${isolated(excerpt(told.text))}`))
  }
  return parts.join('')
}

function renderFile({ file, name, caption, width, height }: Attachment, { context, words }: MessageLook): string {
  const known = context.files.get(file)
  if (known === undefined) return `<p class="gone">${withNames(words.goneFile, name)}</p>`
  const size = escapeHtml(sizeOf(known.sizeBytes, words.lang))
  const below = caption === undefined ? '' : `<figcaption dir="auto">${escapeHtml(caption)}</figcaption>`
  if (known.path === undefined) {
    const sentence = withNames((given) => words.withoutFiles(given, sizeOf(known.sizeBytes, words.lang)), known.name)
    return `<figure><span class="file">${sentence}</span>${below}</figure>`
  }
  const address = `../${addressOf(known.path)}`
  const link = `<a class="file" href="${address}" download>${isolated(known.name)}</a> ${size}`
  const room = width === undefined || height === undefined ? '' : ` width="${width}" height="${height}"`
  return `<figure>${showFile(known, address, room) ?? ''}${link}${below}${isTamed(known) ? `<p class="note">${escapeHtml(words.savedAs)}</p>` : ''}</figure>`
}

function showFile({ mediaType, name }: ExportedFile, address: string, room: string): string | undefined {
  if (/^image\/(png|jpeg|webp|gif)$/.test(mediaType)) {
    return `<a href="${address}"><img src="${address}" alt="${escapeHtml(name)}" loading="lazy"${room}></a>`
  }
  if (/^video\/(mp4|webm|quicktime)$/.test(mediaType)) {
    return `<video src="${address}" controls preload="none"${room}></video>`
  }
  return /^audio\/[\w.+-]+$/.test(mediaType) ? `<audio src="${address}" controls preload="none"></audio>` : undefined
}

/** It has another ending than its sender gave it. */
function isTamed({ path = '', name }: ExportedFile): boolean {
  return path.endsWith('.txt') && !name.toLowerCase().endsWith('.txt')
}

/** A sentence with one name in it. The sentence is ours, the name is somebody's: it stands apart, whatever direction it has. */
function withNames(sentence: (name: string) => string, name: string): string {
  const place = '\u0001'
  return sentence(place).split(place).map(escapeHtml).join(isolated(name))
}

function initialOf(name: string): string {
  return Array.from(new Intl.Segmenter().segment(name.trim().slice(0, 40)))[0]?.segment.toUpperCase() ?? '?'
}

function colourOf(user: UserId): number {
  let sum = 0
  for (const sign of user) sum = (sum * 31 + sign.charCodeAt(0)) % 9_973
  return sum % colours
}
