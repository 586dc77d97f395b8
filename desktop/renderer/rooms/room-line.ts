import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { shortNameOf, type Users } from '../state/room-words.ts'
import { plainWords } from '../text/text-parts.ts'

export type RoomLine = {
  readonly kind: 'words' | 'typing' | 'draft' | 'problem'
  /** Stands out before the words: that someone addresses me. */
  readonly lead?: string
  readonly text: string
}

type Reader = {
  readonly users: Users
  readonly me: UserId
  /** Others who type there. */
  readonly typing: readonly UserId[]
  readonly draft: string
}

/** The second line of a room in the list: what happens there now, what I left unsaid, or what was said last. */
export function roomLine(room: RoomView, { users, me, typing, draft }: Reader): RoomLine {
  if (typing.length > 0) {
    const [first] = typing
    const isAlone = room.kind === 'direct' || first === undefined
    const who = typing.length > 1 ? 'Several people are ' : isAlone ? '' : `${shortNameOf(users, first)} is `
    return { kind: 'typing', text: `${who}typing…` }
  }
  if (draft.trim() !== '') return { kind: 'draft', text: `Draft: ${oneLine(draft)}` }
  const { preview } = room
  if (preview === undefined) return { kind: 'words', text: room.topic === '' ? 'Nothing said yet' : room.topic }
  const text = oneLine(preview.text)
  if (preview.state === 'failed' || preview.state === 'refused') return { kind: 'problem', text: `Not sent: ${text}` }
  if (preview.author === me) return { kind: 'words', text: `You: ${text}` }
  const said = room.kind === 'direct' ? text : `${shortNameOf(users, preview.author)}: ${text}`
  return preview.mentionsMe ? { kind: 'words', lead: '@you ', text: said } : { kind: 'words', text: said }
}

function oneLine(text: string): string {
  return plainWords(text.slice(0, 200)).replace(/\s+/g, ' ').trim() || 'Removed'
}
