import type { Message } from '../../common/message.ts'
import type { Page } from '../store/history-store.ts'

/** 200 messages of 100,000 characters are 20 million: an answer that stops the server for everybody while it is made. */
export const maxPageCharacters = 2_000_000

type Place = {
  readonly after?: number | undefined
  readonly around?: number | undefined
  readonly changedAfter?: number | undefined
}

/**
 * The part of a page that is not too long, at least one message: what lies farthest from the place that was asked for
 * stays for the next question, and `hasMore…` says so.
 */
export function trimPage(page: Page, { after, around, changedAfter }: Place): Page {
  const { messages } = page
  let [from, to] = [0, messages.length]
  let weight = messages.reduce((sum, message) => sum + weightOf(message), 0)
  while (weight > maxPageCharacters && to - from > 1) {
    const fromEnd =
      after !== undefined ||
      changedAfter !== undefined ||
      (around !== undefined && (messages[to - 1]?.seq ?? 0) - around > around - (messages[from]?.seq ?? 0))
    const dropped = fromEnd ? messages[--to] : messages[from++]
    weight -= dropped === undefined ? 0 : weightOf(dropped)
  }
  return {
    messages: messages.slice(from, to),
    hasMoreBefore: page.hasMoreBefore || from > 0,
    hasMoreAfter: page.hasMoreAfter || to < messages.length,
  }
}

/** Roughly: a reaction is a user, an emoji and punctuation. */
function weightOf({ text, reactions }: Message): number {
  return text.length + 30 * reactions.length
}
