import { eventPattern, roomPattern } from '../../../common/ids.ts'
import type { DesktopRoomPlace } from '../../bridge.ts'

/** Where a notification leads: the account that it was told to, and the message. */
export type NoteAddress = { readonly account: string; readonly place: DesktopRoomPlace }

const accountPattern = /^[a-z0-9]{16}$/

/**
 * The name that the system knows a notification by. It says where it leads, so that a click on one that an earlier run of the
 * app has left still finds its way; no secret is in it. Letters and digits alone, and at most 64: Windows takes no others.
 */
export function buildNoteId({ account, place }: NoteAddress): string {
  const [shard = '', room = ''] = place.room.split('.')
  return `${account}${shard.padStart(2, '0')}${room}${place.message ?? ''}`
}

/** Any program can hand over such a name: what is none of ours leads nowhere. */
export function parseNoteId(id: unknown): NoteAddress | undefined {
  if (typeof id !== 'string') return undefined
  const [, account = '', shard, rest, message = ''] = /^(.{16})(\d\d)(.{14})(.*)$/.exec(id) ?? []
  const room = `${Number(shard)}.${rest}`
  if (!accountPattern.test(account) || !roomPattern.test(room)) return undefined
  if (message === '') return { account, place: { kind: 'room', room } }
  return eventPattern.test(message) ? { account, place: { kind: 'room', room, message } } : undefined
}

/** What the person did with a notification, in the words of the bridge. */
export type NoteAct = { readonly kind: 'open' | 'read' | 'quiet' } | { readonly kind: 'reply'; readonly text: string }
/** Of one that this run of the app may know nothing about. */
export type NoteActivation = NoteAddress & { readonly id: string; readonly act: NoteAct }

/** macOS: what the app was opened by, as `ready` says it. */
export function parseLaunchInfo(info: unknown): NoteActivation | undefined {
  if (typeof info !== 'object' || info === null) return undefined
  const { identifier, userText } = info as { readonly identifier?: unknown; readonly userText?: unknown }
  return activationOf(identifier, replyOf(userText))
}

/** Windows: the words that a notification of ours was given for its clicks (toast-xml.ts). */
export function parseActivation(details: unknown): NoteActivation | undefined {
  if (typeof details !== 'object' || details === null) return undefined
  const { arguments: words, reply } = details as { readonly arguments?: unknown; readonly reply?: unknown }
  if (typeof words !== 'string' || words.length > mostCharacters) return undefined
  const said = new URLSearchParams(words)
  if (said.get('type') !== 'action') return activationOf(said.get('to'), replyOf(reply))
  return activationOf(said.get('to'), { kind: buttons[Number(said.get('action'))] ?? 'open' })
}

const mostCharacters = 512
const mostReplyCharacters = 10_000
/** In the order of the buttons in a notification. */
export const buttons = ['read', 'quiet'] as const

/** An empty answer is a click on the button that would send it. */
function replyOf(text: unknown): NoteAct {
  if (typeof text !== 'string' || text.trim() === '') return { kind: 'open' }
  return { kind: 'reply', text: text.slice(0, mostReplyCharacters) }
}

function activationOf(id: unknown, act: NoteAct): NoteActivation | undefined {
  const address = parseNoteId(id)
  return address === undefined ? undefined : { ...address, id: id as string, act }
}
