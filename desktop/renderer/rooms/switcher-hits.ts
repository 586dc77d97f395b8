import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { PersonPlace } from '../../engine-command.ts'
import type { RoomView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import { nameOf, roomTitleOf, type Users } from '../state/room-words.ts'
import { isNear } from './near-words.ts'

/** A place to go to. `marks`: which stretches of the title matched. */
export type Hit = {
  readonly key: string
  readonly room: RoomView
  readonly title: string
  readonly marks: readonly (readonly [from: number, to: number])[]
  /** A person in that room, where it was them who matched. */
  readonly person?: User
}

type Source = {
  readonly rooms: Readonly<Record<RoomId, RoomView>>
  readonly users: Users
  readonly people: readonly PersonPlace[]
  readonly open: RoomId | undefined
  /** As many as are shown. */
  readonly most?: number
}

const mostOfSwitcher = 12

/** Nothing typed: mentions first, then unread, then the rooms of late. Else by how well the name fits. */
export function findHits(say: Words, typed: string, source: Source): Hit[] {
  const { rooms, users, people, open, most = mostOfSwitcher } = source
  const all = Object.values(rooms) as RoomView[]
  const wanted = fold(typed.trim())
  if (wanted === '') {
    return all
      .filter((room) => room.id !== open)
      .sort((a, b) => b.forYou - a.forYou || b.unread - a.unread || b.activeAt - a.activeAt)
      .slice(0, most)
      .map((room) => ({ key: room.id, room, title: roomTitleOf(say, room, users), marks: [] }))
  }
  const scored: { readonly hit: Hit; readonly score: number }[] = []
  for (const room of all) {
    const title = roomTitleOf(say, room, users)
    const match = matchName(title, wanted)
    if (match) scored.push({ hit: { key: room.id, room, title, marks: match.marks }, score: match.score })
  }
  for (const place of people) {
    const [person, room] = [users[place.user], rooms[place.room]]
    if (!person || !room) continue
    const title = nameOf(say, users, place.user)
    const byOwnName = title === person.displayName ? undefined : matchName(person.displayName, wanted)
    const match = matchName(title, wanted) ?? unmarked(byOwnName) ?? matchHandle(person.handle, wanted)
    if (!match) continue
    const hit = { key: place.user, room, title, marks: match.marks, person }
    scored.push({ hit, score: match.score - 0.5 })
  }
  scored.sort((a, b) => b.score - a.score || b.hit.room.activeAt - a.hit.room.activeAt)
  return scored.slice(0, most).map((entry) => entry.hit)
}

type Match = { readonly score: number; readonly marks: readonly (readonly [number, number])[] }

/** The whole in one piece, best at the start of a word; else letters in order; else what is typed but for a slip. */
function matchName(name: string, wanted: string): Match | undefined {
  const folded = fold(name)
  // Folding may change the length (ß, ligatures): then the places don't fit and nothing is marked.
  const marked = (marks: [number, number][]) => (folded.length === name.length ? marks : [])
  const at = folded.indexOf(wanted)
  if (at === 0) return { score: 4, marks: marked([[0, wanted.length]]) }
  if (at > 0) {
    const startsWord = /[\s\p{P}]/u.test(folded.charAt(at - 1))
    return { score: startsWord ? 3 : 2, marks: marked([[at, at + wanted.length]]) }
  }
  return matchLetters(folded, wanted, marked) ?? (isNear(folded, wanted) ? { score: 0.5, marks: [] } : undefined)
}

function matchLetters(
  folded: string,
  wanted: string,
  marked: (marks: [number, number][]) => [number, number][],
): Match | undefined {
  if (wanted.length < 2) return undefined
  const marks: [number, number][] = []
  let from = 0
  for (const letter of wanted.replace(/\s/g, '')) {
    const at = folded.indexOf(letter, from)
    if (at === -1) return undefined
    const last = marks.at(-1)
    if (last !== undefined && last[1] === at) last[1] = at + letter.length
    else marks.push([at, at + letter.length])
    from = at + letter.length
  }
  // Letters strewn all over a long name are chance, not a match.
  return marks.length <= Math.max(2, wanted.length / 2) ? { score: 1, marks: marked(marks) } : undefined
}

/** What matched is not what is shown. */
function unmarked(match: Match | undefined): Match | undefined {
  return match && { ...match, marks: [] }
}

function matchHandle(handle: string, wanted: string): Match | undefined {
  const bare = wanted.replace(/^@/, '')
  return bare !== '' && handle.startsWith(bare) ? { score: 3.5, marks: [] } : undefined
}

/** Without accents and case: `Zoë` is found by `zoe`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
