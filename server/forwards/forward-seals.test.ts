import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventId, FileId, RoomId, UserId } from '../../common/ids.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { buildForwardSeals, type PassedOn } from './forward-seals.ts'

const user = (letter: string) => letter.repeat(16) as UserId
const eventAt = (letter: string) => `01jd${letter.repeat(22)}` as EventId
const seals = buildForwardSeals(Buffer.alloc(32, 1))

const words: PassedOn = {
  ...{ by: user('b'), room: '1.aaaaaaaaaaaaaa' as RoomId, id: eventAt('1'), text: 'tea', format: 'plain' },
  forwarded: { room: '2.bbbbbbbbbbbbbb' as RoomId, message: eventAt('2'), author: user('a') },
  attachments: [
    { file: 'f'.repeat(16) as FileId, name: 'a.png', mediaType: 'image/png', sizeBytes: 3, width: 4, caption: 'leaf' },
  ],
  preview: { url: 'https://a.example', title: 'A', text: 'about', image: 'g'.repeat(16) as FileId },
}

function storedOf({ by, room, forwarded, ...event }: PassedOn, seal: string | undefined): StoredEvent {
  const sealed = seal === undefined ? forwarded : { ...forwarded, seal }
  return {
    ...{ room, author: by, seq: 9, storedAt: 9 },
    event: { v: 1, at: 1, kind: 'message.posted', ...event, forwarded: sealed },
  }
}

describe('the seal of a forward', () => {
  it('holds for what it was made for', () => {
    expect(seals.isProven(storedOf(words, seals.seal(words)))).toBe(true)
  })

  it('is not asked of a message that passes nothing on', () => {
    const { event, ...stored } = storedOf(words, undefined)
    if (event.kind !== 'message.posted') throw new Error('posted')
    const { forwarded: _, ...own } = event
    expect(seals.isProven({ ...stored, event: own })).toBe(true)
  })

  it.each<[string, Partial<PassedOn>]>([
    ['another who passes it on', { by: user('c') }],
    ['another room', { room: '1.cccccccccccccc' as RoomId }],
    ['another event', { id: eventAt('3') }],
    ['other words', { text: 'tea!' }],
    ['another format', { format: 'markdown' }],
    ['another author', { forwarded: { ...words.forwarded, author: user('c') } }],
    ['another message', { forwarded: { ...words.forwarded, message: eventAt('3') } }],
    ['another place', { forwarded: { ...words.forwarded, room: '2.cccccccccccccc' as RoomId } }],
    ['a file less', { attachments: [] }],
    ['another name of a file', { attachments: words.attachments?.map((one) => ({ ...one, name: 'b.png' })) }],
    ['another caption', { attachments: words.attachments?.map((one) => ({ ...one, caption: 'stone' })) }],
    ['another file', { attachments: words.attachments?.map((one) => ({ ...one, file: 'h'.repeat(16) as FileId })) }],
    ['no preview', { preview: undefined }],
    ['other words of a preview', { preview: { url: 'https://a.example', title: 'B' } }],
  ])('does not hold for %s', (_, change) => {
    expect(seals.isProven(storedOf({ ...words, ...change }, seals.seal(words)))).toBe(false)
  })

  it('does not hold where it is missing, of another server, or somebody else’s bytes', () => {
    const other = buildForwardSeals(Buffer.alloc(32, 2)).seal(words)
    for (const seal of [undefined, other, '', 'A'.repeat(32), `${seals.seal(words).slice(0, 31)}`]) {
      expect(seals.isProven(storedOf(words, seal))).toBe(false)
    }
  })

  it.each([{ replyTo: eventAt('4') }, { thread: eventAt('4') }, { mentions: [user('a')] }])(
    'does not hold beside what the author has not said: %o',
    (more) => {
      const stored = storedOf(words, seals.seal(words))
      if (stored.event.kind !== 'message.posted') throw new Error('posted')
      expect(seals.isProven({ ...stored, event: { ...stored.event, ...more } })).toBe(false)
    },
  )

  it('reads no two messages alike, however their words are cut into fields', () => {
    const text = fc.string({ maxLength: 6 })
    fc.assert(
      fc.property(fc.tuple(text, text), fc.tuple(text, text), ([said, name], [otherSaid, otherName]) => {
        const build = (one: string, file: string): PassedOn => ({
          ...words,
          text: one,
          attachments: words.attachments?.map((attachment) => ({ ...attachment, name: file })),
        })
        const isSame = said === otherSaid && name === otherName
        const seal = seals.seal(build(said, name))
        expect(seals.isProven(storedOf(build(otherSaid, otherName), seal))).toBe(isSame)
      }),
    )
  })
})
