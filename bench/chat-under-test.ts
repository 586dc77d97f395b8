import { randomBytes } from 'node:crypto'
import { buildEventId, type EventId, eventIdRandomBytes } from '../common/ids.ts'
import { encodeBody } from '../common/wire-decode.ts'

/**
 * One way of getting a message from a member of a room to all of them, so that ours, the floor and what people build
 * instead are driven by the same loop. Members are numbered from 0; every member hears every message, its own too.
 */
export type ChatUnderTest = {
  /** Sends one message; resolves when the sender may believe it was taken. */
  readonly send: (member: number, text: string) => Promise<void>
  readonly stop: () => Promise<void>
}

export type OnDelivery = (text: string) => void
/** Opens a room of `members` and calls `onDelivery` once for each message at each member. */
export type OpenChat = (members: number, onDelivery: OnDelivery) => Promise<ChatUnderTest>

/** What stands in for a message: about as long as people's messages are, and no two alike. */
export function buildText(number: number): string {
  return `${number}|Berth 7 needs new piles, the rest can stay. I put the numbers into the plan.`
}

export function numberOf(text: string): number {
  return Number(text.slice(0, text.indexOf('|')))
}

/** An event as it goes over the wire, so that floor and ours move the same bytes. */
export function buildBody(text: string): { readonly id: EventId; readonly body: Uint8Array } {
  const id = buildEventId(Date.now(), randomBytes(eventIdRandomBytes))
  return { id, body: encodeBody({ v: 1, kind: 'message.posted', id, at: Date.now(), text, format: 'plain' }) }
}

export function textOf(body: string): string {
  const { text }: { text: string } = JSON.parse(body)
  return text
}
