import type { MessageId } from '../../../common/ids.ts'
import type { DraftView } from '../../engine-command.ts'

/** What becomes of a draft, step by step. Pure: each gives the next record, and loses no word of the one before. */
export const emptyDraft: DraftView = { text: '' }

/** What is in the box: the edit, as long as there is one; the next message waits meanwhile. */
export function wordsOf({ edit, text }: DraftView): string {
  return edit?.text ?? text
}

export function withWords(draft: DraftView, words: string): DraftView {
  return draft.edit === undefined ? { ...draft, text: words } : { ...draft, edit: { ...draft.edit, text: words } }
}

export function withReply(draft: DraftView, replyTo: MessageId): DraftView {
  return { ...withoutEdit(draft), replyTo }
}

export function withEdit(draft: DraftView, message: MessageId, text: string): DraftView {
  return { ...draft, edit: { message, text } }
}

export function withoutEdit({ edit: _, ...draft }: DraftView): DraftView {
  return draft
}

export function withoutReply({ replyTo: _, ...draft }: DraftView): DraftView {
  return draft
}

/** Words that could not be kept come back, before anything that was written meanwhile. */
export function withWordsBack(draft: DraftView, { text, replyTo }: DraftView): DraftView {
  const next = { ...draft, text: draft.text.trim() === '' ? text : `${text}\n${draft.text}` }
  return replyTo === undefined || draft.replyTo !== undefined ? next : { ...next, replyTo }
}

/** An edit that could not be saved is under way again; beside another one its words are for the next message. */
export function withEditBack(
  draft: DraftView,
  edit: { readonly message: MessageId; readonly text: string },
): DraftView {
  return draft.edit === undefined ? { ...draft, edit } : withWordsBack(draft, { text: edit.text })
}
