import { parseEventId, parseRoomId } from '../../../common/ids.ts'
import { parseInviteLink } from '../../../common/invite-link.ts'
import type { DesktopPlace } from '../../bridge.ts'

export const linkScheme = 'natter'
const mostCharacters = 512

/**
 * `natter://room/<room>`, `natter://room/<room>/m/<message>`, `natter://invite/<code>` or the address of an invitation
 * (common/invite-link.ts), and nothing else. Any page and any
 * program can send one, so it names a place to look at and no more: nothing is joined or sent before somebody clicks there.
 */
export function parseDeepLink(text: unknown): DesktopPlace | undefined {
  const invite = parseInviteLink(text)
  if (invite !== undefined) return { kind: 'invite', ...invite }
  if (typeof text !== 'string' || text.length > mostCharacters || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== `${linkScheme}:` || url.username !== '' || url.password !== '') return undefined
  if (url.port !== '' || url.search !== '' || url.hash !== '') return undefined
  // Parsing takes `..` and what is encoded for dots away: then it is not what was written.
  const path = text.slice(`${linkScheme}://`.length)
  if (`${url.host}${url.pathname}`.replace(/\/$/, '') !== path.replace(/\/$/, '')) return undefined
  const parts = path.replace(/\/$/, '').split('/')
  if (parts[0] !== 'room') return undefined
  const room = parseRoomId(parts[1])
  if (room === undefined) return undefined
  if (parts.length === 2) return { kind: 'room', room }
  const message = parseEventId(parts[3])
  if (parts.length !== 4 || parts[2] !== 'm' || message === undefined) return undefined
  return { kind: 'room', room, message }
}

/** On Windows and Linux the system starts the app with the link as the last word; all others are Chromium's or nobody's. */
export function linkOfArguments(argv: readonly string[]): string | undefined {
  const last = argv.at(-1)
  return last?.toLowerCase().startsWith(`${linkScheme}:`) ? last : undefined
}
