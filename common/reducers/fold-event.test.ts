import { describe, expect, it } from 'vitest'
import type { Role } from '../credential-scope.ts'
import { roles } from '../credential-scope.ts'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import type { MemberEvent, WireEvent } from '../wire-event.ts'
import { memberKinds } from '../wire-event.ts'
import type { Refusal } from './fold-event.ts'
import { foldEvent, maxDifferentReactions, targetOf } from './fold-event.ts'

const room = '1.aaaaaaaaaaaaaa' as RoomId
const [ana, bo] = ['a'.repeat(16), 'b'.repeat(16)] as [UserId, UserId]
const [id, other] = [`01jd${'0'.repeat(22)}`, `01jd${'1'.repeat(22)}`] as [EventId, EventId]

/** Ana's message: edited, pinned and with Bo's reaction. */
const message: Message = {
  ...{ id, room, seq: 10, version: 13, author: ana, at: 1_000, text: 'first', format: 'markdown' },
  ...{ replyTo: other, mentions: [bo], attachments: [], editedAt: 1_100, pinnedAt: 1_200 },
  reactions: [{ user: bo, emoji: '👍', seq: 12 }],
}
const base = { v: 1, id: other, at: 5 } as const
const events = {
  posted: { ...base, id, kind: 'message.posted', text: 'hi', format: 'plain' },
  edited: { ...base, kind: 'message.edited', message: id, text: 'new' },
  removed: { ...base, kind: 'message.removed', message: id },
  reacted: { ...base, kind: 'reaction.added', message: id, emoji: '🌊' },
  unreacted: { ...base, kind: 'reaction.removed', message: id, emoji: '👍' },
  pinned: { ...base, kind: 'message.pinned', message: id },
  unpinned: { ...base, kind: 'message.unpinned', message: id },
} as const satisfies Record<string, MemberEvent>
type Name = keyof typeof events

const said = (event: WireEvent, author: UserId | 'system' = ana, seq = 20): StoredEvent => ({
  ...{ room, author, seq, storedAt: 2_000, event },
})
const { pinnedAt: _, ...unpinned } = message
/** For each event a message it would change, so that only the right decides. */
const changeable = (name: Name): Message => (name === 'pinned' ? unpinned : message)

describe('what an event does', () => {
  it('makes a message of a post, with the time and sequence of the stream', () => {
    expect(foldEvent('member', undefined, said({ ...events.posted, replyTo: other }))).toEqual({
      kind: 'posted',
      message: {
        ...{ id, room, seq: 20, version: 20, author: ana, at: 2_000, text: 'hi', format: 'plain', replyTo: other },
        ...{ mentions: [], attachments: [], reactions: [] },
      },
    })
  })

  it.each<[string, Name, UserId, Message]>([
    [
      'replaces the text; what it does not name, format and mentions, stays',
      'edited',
      ana,
      { ...message, text: 'new', editedAt: 2_000 },
    ],
    [
      'adds a reaction as a row',
      'reacted',
      ana,
      { ...message, reactions: [...message.reactions, { user: ana, emoji: '🌊', seq: 20 }] },
    ],
    ['takes back only one’s own reaction', 'unreacted', bo, { ...message, reactions: [] }],
    ['pins', 'pinned', bo, { ...unpinned, pinnedAt: 2_000 }],
    ['unpins', 'unpinned', bo, unpinned],
  ])('%s', (_, name, author, wanted) => {
    expect(foldEvent('member', changeable(name), said(events[name], author))).toEqual({
      kind: 'changed',
      message: { ...wanted, version: 20 },
    })
  })

  it('takes the mentions and the format that an edit names, none of them too', () => {
    const edit: MemberEvent = { ...events.edited, format: 'plain', mentions: [] }
    expect(foldEvent('member', message, said(edit))).toMatchObject({ message: { format: 'plain', mentions: [] } })
  })

  it('takes back an emoji in either of its forms, and keeps it in one', () => {
    const heart = { ...message, reactions: [{ user: bo, emoji: '❤', seq: 12 }] }
    const back = { ...events.unreacted, emoji: '❤\ufe0f' } as const
    expect(foldEvent('member', heart, said(back, bo))).toMatchObject({ message: { reactions: [] } })
    const given = foldEvent('member', message, said({ ...events.reacted, emoji: '❤' }, ana))
    expect(given).toMatchObject({ message: { reactions: [{ emoji: '👍' }, { emoji: '❤\ufe0f' }] } })
  })

  it('leaves of a removed message only its place', () => {
    expect(foldEvent('member', message, said(events.removed))).toEqual({
      kind: 'changed',
      message: {
        ...{ id, room, seq: 10, version: 20, author: ana, at: 1_000, text: '', format: 'markdown', replyTo: other },
        ...{ mentions: [], attachments: [], reactions: [], removedAt: 2_000 },
      },
    })
  })

  it.each<[string, Message, WireEvent, UserId | 'system', number]>([
    [
      'the same emoji without its variation selector',
      { ...message, reactions: [{ user: bo, emoji: '❤\ufe0f', seq: 12 }] },
      { ...events.reacted, emoji: '❤' },
      bo,
      20,
    ],
    ['a later copy of the post', message, events.posted, ana, 20],
    ['a later post of the same id by another', message, events.posted, bo, 20],
    ['an event at the version', message, events.edited, ana, 13],
    ['an event below the version', message, events.edited, ana, 5],
    ['a reaction that is there', message, { ...events.reacted, emoji: '👍' }, bo, 20],
    ['taking back a reaction of another', message, events.unreacted, ana, 20],
    ['pinning what is pinned', message, events.pinned, ana, 20],
    ['unpinning what is not', unpinned, events.unpinned, ana, 20],
    ['removing what is removed', { ...message, removedAt: 1 }, events.removed, ana, 20],
    ['a kind this version does not know', message, { ...base, kind: 'unknown', named: 'poll.opened' }, ana, 20],
    ['an event of the system', message, { ...base, kind: 'member.left', user: ana, by: ana }, 'system', 20],
  ])('changes nothing by %s', (_, before, event, author, seq) => {
    expect(foldEvent('member', before, said(event, author, seq))).toEqual({ kind: 'unchanged' })
  })

  it('allows 50 different reactions, and any number of the same', () => {
    const reactions = Array.from({ length: maxDifferentReactions }, (_, index) => ({
      user: bo,
      emoji: `e${index}`,
      seq: 11,
    }))
    const full = { ...message, reactions }
    expect(foldEvent('member', full, said(events.reacted))).toEqual({ kind: 'refused', reason: 'too-many-reactions' })
    expect(foldEvent('member', full, said({ ...events.reacted, emoji: 'e7' })).kind).toBe('changed')
  })

  it('keeps whose words are passed on, without the seal, as they were said, until they are removed', () => {
    const forwarded = { room: '1.bbbbbbbbbbbbbb' as RoomId, message: other, author: bo }
    const posted = foldEvent('member', undefined, said({ ...events.posted, forwarded: { ...forwarded, seal: 's' } }))
    expect(posted).toMatchObject({ kind: 'posted', message: { text: 'hi' } })
    if (posted.kind !== 'posted') throw new Error('posted')
    expect(posted.message.forwarded).toStrictEqual(forwarded)
    const edited = foldEvent('owner', posted.message, said(events.edited, ana, 21))
    expect(edited).toEqual({ kind: 'refused', reason: 'not-own-words' })
    expect(foldEvent('member', posted.message, said(events.reacted, bo, 21))).toMatchObject({ message: { forwarded } })
    const removed = foldEvent('member', posted.message, said(events.removed, ana, 21))
    expect(removed).not.toMatchObject({ message: { forwarded } })
  })

  it('keeps emoji that are names of prototypes apart', () => {
    const verdict = foldEvent('member', message, said({ ...events.reacted, emoji: '__proto__' }))
    expect(verdict).toMatchObject({ message: { reactions: [{ emoji: '👍' }, { emoji: '__proto__' }] } })
  })
})

describe('who may', () => {
  const names = Object.keys(events) as Name[]
  const everyone: readonly (Role | undefined)[] = [...roles, undefined]
  const mayWrite = (role: Role | undefined) => role === 'owner' || role === 'admin' || role === 'member'

  it('is asked here for every kind there is', () => {
    expect(new Set(names.map((name) => events[name].kind))).toEqual(memberKinds)
  })

  const table = names.flatMap((name) =>
    everyone.flatMap((role) =>
      [ana, bo].map((author) => {
        const isAuthor = author === ana
        let reason: Refusal | undefined
        if (name === 'edited' && !isAuthor) reason = 'not-the-author'
        if (name === 'removed' && !isAuthor && role === 'member') reason = 'not-the-author'
        if (!mayWrite(role)) reason = role === 'listener' ? 'listener' : 'not-a-member'
        return [name, role ?? 'nobody', isAuthor ? 'the author' : 'another', role, author, reason] as const
      }),
    ),
  )
  it.each(table)('%s by a %s, %s', (name, _role, _who, role, author, reason) => {
    const before = name === 'posted' ? undefined : changeable(name)
    // Something to take back for whoever asks.
    const own = before && { ...before, reactions: [{ user: author, emoji: '👍', seq: 11 }] }
    const verdict = foldEvent(role, own, said(events[name], author))
    if (reason === undefined) expect(verdict.kind).toBe(name === 'posted' ? 'posted' : 'changed')
    else expect(verdict).toEqual({ kind: 'refused', reason })
  })

  it.each(names.filter((name) => name !== 'posted'))('refuses %s of a message that is not there', (name) => {
    expect(foldEvent('owner', undefined, said(events[name]))).toEqual({ kind: 'refused', reason: 'message-unknown' })
  })

  it.each(names.filter((name) => name !== 'posted' && name !== 'removed'))(
    'refuses %s of a removed message',
    (name) => {
      const removed = { ...changeable(name), removedAt: 1 }
      expect(foldEvent('owner', removed, said(events[name]))).toEqual({ kind: 'refused', reason: 'message-removed' })
    },
  )
})

describe('the message an event is about', () => {
  it('is the one it names, itself for a post, none for the room’s own', () => {
    for (const event of Object.values(events)) expect(targetOf(event)).toBe(id)
    expect(targetOf({ ...base, kind: 'member.left', user: ana, by: bo })).toBeUndefined()
    expect(targetOf({ ...base, kind: 'unknown', named: 'x' })).toBeUndefined()
  })
})
