import { LinkifyIt, REBuilder } from 'linkify-it'
import { parseEventId, parseRoomId } from '../../common/ids.ts'
import { parseInviteLink } from '../../common/invite-link.ts'
import type { Place } from './text-tree.ts'

/**
 * Where an address ends is linkify-it's to say: it knows brackets, punctuation of all scripts, ports and hosts, and its
 * patterns are bounded. Which addresses become links at all is said here: http, https, mailto and our own rooms.
 */
class Separators extends REBuilder {
  // Full-width signs and the bars of a spoiler end an address too: they are signs and no punctuation to Unicode.
  override get_text_separators(): RegExp {
    return /[><\uff5c\uff1c\uff1e\uff5e\uff1d\uff0b\uff40\uff3e\uff04`]|\|\|/
  }
}
const mostCharacters = 4_000
const linkify = new LinkifyIt({ maxLength: mostCharacters, rebuilder: new Separators() })

const roomAddress = /natter:\/\/room\/[0-9]{1,2}\.[a-z0-9]{14}(?:\/(?:m\/)?[0-7][0-9a-hjkmnp-tv-z]{25})?(?![\w.-])/iy

/**
 * The end of the address whose scheme (or `www.`) begins at `from`; undefined where none stands there.
 * `isLowOpen`: a `_` before it waits to be closed, so one at the end is no part of the address.
 */
export function endOfAddress(text: string, from: number, isLowOpen = false): number | undefined {
  const start = text.slice(from, from + 10).toLowerCase()
  if (start.startsWith('natter://')) {
    roomAddress.lastIndex = from
    return roomAddress.test(text) ? roomAddress.lastIndex : undefined
  }
  const schema = start.startsWith('http://') ? 'http:' : start.startsWith('https://') ? 'https:' : undefined
  if (schema !== undefined) {
    const length = linkify.testSchemaAt(text, schema, from + schema.length)
    return length === 0 ? undefined : withoutTail(text, { from, to: from + schema.length + length, isLowOpen })
  }
  if (!start.startsWith('www.')) return undefined
  // As if it had been typed with its scheme. A host of one part is none: `www.` and a word.
  const length = linkify.testSchemaAt(`http://${text.slice(from, from + mostCharacters)}`, 'http:', 'http:'.length) - 2
  const end = length > 0 ? withoutTail(text, { from, to: from + length, isLowOpen }) : from
  return /^www\.[^/?#.]+/i.test(text.slice(from, end)) ? end : undefined
}

type Found = { readonly from: number; readonly to: number; readonly isLowOpen: boolean }

/** What linkify-it keeps and readers of a sentence would not: marks that close, and what looks like `&copy;`. */
function withoutTail(text: string, { from, to, isLowOpen }: Found): number {
  const tail = isLowOpen ? /(?:&[a-z0-9]{1,32};|[*_~|'"])$/i : /(?:&[a-z0-9]{1,32};|[*~|'"])$/i
  // linkify-it lets pairs of quotes in; no address has them.
  const quote = text.slice(from, to).indexOf('"')
  let end = quote === -1 ? to : from + quote
  if (text[end] === ';' && tail.test(text.slice(Math.max(from, end - 40), end + 1))) end++
  for (;;) {
    const found = tail.exec(text.slice(Math.max(from, end - 40), end))?.[0]
    if (found === undefined) return end
    end -= found.length
  }
}

/** The address as it is opened; undefined for what nobody should be led to. */
export function safeUrl(address: string): string | undefined {
  if (/^natter:/i.test(address)) return placeOfUrl(address) === undefined ? undefined : address
  const typed = /^www\./i.test(address) ? `http://${address}` : address
  if (!URL.canParse(typed)) return undefined
  const { protocol, href, hostname } = new URL(typed)
  if (protocol === 'mailto:') return href
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? href : undefined
}

// Not by `URL`: browsers and Node disagree about the host of `natter://room/…`.
const ownScheme = /^natter:\/\/room\/([^/]+)(?:\/(?:m\/)?([^/]+))?\/?$/i
const ownPath = /^https?:\/\/[^/]+\/r\/([^/?#]+)(?:\/m\/([^/?#]+))?\/?$/i

/** The room or message that an address names: `natter://room/<room>` or `<server>/r/<room>`, with `/m/<message>`. */
export function placeOfUrl(url: string): Place | undefined {
  const found = ownScheme.exec(url) ?? ownPath.exec(url)
  const room = parseRoomId(found?.[1])
  if (found === null || room === undefined) return undefined
  if (found[2] === undefined) return { room }
  const message = parseEventId(found[2])
  return message === undefined ? undefined : { room, message }
}

/** Whether a link leads into this app: by its scheme, or because it names the server one is signed in to. */
export function placeHere(
  link: { readonly url: string; readonly place?: Place },
  publicUrl: string,
): Place | undefined {
  if (link.place === undefined || /^natter:/i.test(link.url)) return link.place
  const isHere = URL.canParse(publicUrl) && new URL(publicUrl).origin === new URL(link.url).origin
  return isHere ? link.place : undefined
}

/** The code of an invitation that a link leads to, where it is one of the server one is signed in to. */
export function inviteHere(url: string, publicUrl: string): string | undefined {
  const link = parseInviteLink(url)
  const isHere = URL.canParse(publicUrl) && new URL(publicUrl).origin === link?.server
  return isHere ? link?.code : undefined
}
