import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { Attachment, Forwarded, MemberEvent } from '../../common/wire-event.ts'

type Posted = Extract<MemberEvent, { readonly kind: 'message.posted' }>
/** All that a reader takes for the author's: who passes it on where, in which event, and what it says. */
export type PassedOn = Pick<Posted, 'id' | 'text' | 'format' | 'attachments' | 'preview'> & {
  readonly by: UserId
  readonly room: RoomId
  readonly forwarded: Forwarded
}

/**
 * That the words of a message are those of the author it names was looked at when it was asked for; the message carries the
 * server's seal of that. So the archive judges it the same today and when it is archived once more after a restore, whether the
 * first message is still there or not, without asking any other shard.
 */
export type ForwardSeals = {
  readonly seal: (words: PassedOn) => string
  /** Whether an event may say what it says; true for one that passes nothing on. */
  readonly isProven: (stored: StoredEvent) => boolean
}

/** 192 bits, as 32 letters. */
const sealBytes = 24

export function buildForwardSeals(secret: Buffer): ForwardSeals {
  const key = createHmac('sha256', secret).update('forwarded messages').digest()
  const sealOf = (words: PassedOn) => createHmac('sha256', key).update(listWords(words)).digest().subarray(0, sealBytes)
  return {
    seal: (words) => sealOf(words).toString('base64url'),
    isProven: ({ event, author, room }) => {
      if (event.kind !== 'message.posted' || event.forwarded === undefined) return true
      const { seal, ...forwarded } = event.forwarded
      if (seal === undefined || author === 'system') return false
      // Beside a question that was never asked, an answer says something else.
      if (event.replyTo !== undefined || event.thread !== undefined || event.mentions !== undefined) return false
      const said = Buffer.from(seal, 'base64url')
      const due = sealOf({ ...event, by: author, room, forwarded })
      return said.length === due.length && timingSafeEqual(said, due)
    },
  }
}

/** Each in its place, so that no two read alike. */
function listWords({ by, room, id, forwarded, text, format, attachments = [], preview }: PassedOn): string {
  const { room: fromRoom, message, author } = forwarded
  const link = preview && [preview.url, preview.title, preview.text ?? null, preview.image ?? null]
  const files = attachments.map(listOfFile)
  return JSON.stringify([by, room, id, fromRoom, message, author, text, format, files, link ?? null])
}

function listOfFile(one: Attachment) {
  const { file, name, mediaType, sizeBytes, width, height, durationMs, thumbhash, caption } = one
  return [file, name, mediaType, sizeBytes, width, height, durationMs, thumbhash, caption].map((each) => each ?? null)
}
