import type { MessageId } from '../../../common/ids.ts'
import type { DraftEdit, DraftView } from '../../engine-command.ts'

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
  return { ...withEditAside(draft), replyTo }
}

/** What was changed of it before is there again; another edit under way is kept. */
export function withEdit(draft: DraftView, message: MessageId, text: string): DraftView {
  if (draft.edit?.message === message) return draft
  const { aside = [], ...rest } = withEditAside(draft)
  const before = aside.find((edit) => edit.message === message)
  return withAside({ ...rest, edit: before ?? { message, text } }, without(aside, message))
}

/** More edits at once than anybody leaves half done. */
const mostAside = 10

/** The edit is left for now. `original`: what the message says; who changed nothing of it leaves nothing. */
export function withEditAside(draft: DraftView, original?: string): DraftView {
  const { edit, aside = [], ...rest } = draft
  if (edit === undefined) return draft
  const others = without(aside, edit.message)
  return withAside(rest, edit.text === original ? others : [...others, edit].slice(-mostAside))
}

function without(aside: readonly DraftEdit[], message: MessageId): readonly DraftEdit[] {
  return aside.filter((edit) => edit.message !== message)
}

function withAside({ aside: _, ...draft }: DraftView, aside: readonly DraftEdit[]): DraftView {
  return aside.length === 0 ? draft : { ...draft, aside }
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
export function withEditBack(draft: DraftView, edit: DraftEdit): DraftView {
  return draft.edit === undefined ? { ...draft, edit } : withWordsBack(draft, { text: edit.text })
}
