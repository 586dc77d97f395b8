import type { Message, Reaction } from '../message.ts'

type Compare = { readonly [Field in keyof Required<Message>]: (one: Message[Field], other: Message[Field]) => boolean }

const isSame = (one: unknown, other: unknown) => one === other
const isSameList = (one: readonly unknown[], other: readonly unknown[]) => JSON.stringify(one) === JSON.stringify(other)
/** History knows neither the order nor the sequences of single reactions. */
const isSameReactions = (one: readonly Reaction[], other: readonly Reaction[]) =>
  one.length === other.length && isSameList(keysOf(one), keysOf(other))
const keyOfForward = (one: Message['forwarded']) => one && `${one.room} ${one.message} ${one.author}`
const keysOf = (rows: readonly Reaction[]) => rows.map(({ user, emoji }) => `${user} ${emoji}`).sort()

/** By field, so that a new one does not compile until somebody has said how it is compared. */
const compare: Compare = {
  id: isSame,
  room: isSame,
  seq: isSame,
  version: isSame,
  author: isSame,
  at: isSame,
  text: isSame,
  format: isSame,
  replyTo: isSame,
  thread: isSame,
  answers: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  mentions: isSameList,
  attachments: isSameList,
  preview: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  forwarded: (one, other) => keyOfForward(one) === keyOfForward(other),
  reactions: isSameReactions,
  editedAt: isSame,
  removedAt: isSame,
  pinnedAt: isSame,
  removedBy: isSame,
}

/** Whether two snapshots of a message show the same. */
export function isSameMessage(one: Message, other: Message): boolean {
  return (Object.keys(compare) as (keyof Message)[]).every((field) => {
    const isEqual = compare[field] as (one: unknown, other: unknown) => boolean
    return isEqual(one[field], other[field])
  })
}
