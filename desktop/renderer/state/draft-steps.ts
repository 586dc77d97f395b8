import type { FileId, MessageId } from '../../../common/ids.ts'
import type { DraftEdit, DraftView } from '../../engine-command.ts'
import type { DraftFile } from '../../file-command.ts'

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

/** Words that could not be kept come back, with their files, before anything that was written meanwhile. */
export function withWordsBack(draft: DraftView, { text, replyTo, files = [] }: DraftView): DraftView {
  const words = draft.text.trim() === '' ? text : text === '' ? draft.text : `${text}\n${draft.text}`
  const back = new Set(files.map(({ file }) => file))
  const later = (draft.files ?? []).filter(({ file }) => !back.has(file))
  const next = withFiles({ ...draft, text: words }, [...files, ...later])
  return replyTo === undefined || draft.replyTo !== undefined ? next : { ...next, replyTo }
}

/** An edit that could not be saved is under way again; beside another one its words are for the next message. */
export function withEditBack(draft: DraftView, edit: DraftEdit): DraftView {
  return draft.edit === undefined ? { ...draft, edit } : withWordsBack(draft, { text: edit.text })
}

export function withVoice(draft: DraftView, voice: FileId): DraftView {
  return { ...draft, voice }
}

export function withoutVoice({ voice: _, ...draft }: DraftView): DraftView {
  return draft
}

/** At the end: in the order in which they were picked. */
export function withFile(draft: DraftView, file: FileId): DraftView {
  const { files = [] } = draft
  return files.some((one) => one.file === file) ? draft : withFiles(draft, [...files, { file }])
}

export function withoutFile(draft: DraftView, file: FileId): DraftView {
  return withFiles(
    draft,
    (draft.files ?? []).filter((one) => one.file !== file),
  )
}

/** What became of files between two records of the same draft, in a third one that has gone on with its words. */
export function withFilesOf(draft: DraftView, before: DraftView, after: DraftView): DraftView {
  const [old, now] = [before, after].map(({ files = [] }) => files.map(({ file }) => file))
  const come = now?.filter((file) => !old?.includes(file)) ?? []
  const gone = old?.filter((file) => !now?.includes(file)) ?? []
  const changed = gone.reduce(withoutFile, come.reduce(withFile, draft))
  if (before.voice === after.voice || draft.voice !== before.voice) return changed
  return after.voice === undefined ? withoutVoice(changed) : withVoice(changed, after.voice)
}

/** To the place `to`, where there is one; the others close up. */
export function withFileAt(draft: DraftView, file: FileId, to: number): DraftView {
  const { files = [] } = draft
  const moved = files.find((one) => one.file === file)
  if (moved === undefined || to < 0 || to >= files.length) return draft
  const others = files.filter((one) => one !== moved)
  return withFiles(draft, [...others.slice(0, to), moved, ...others.slice(to)])
}

export function withCaption(draft: DraftView, file: FileId, caption: string): DraftView {
  const said = caption === '' ? {} : { caption }
  return withFiles(
    draft,
    (draft.files ?? []).map((one) => (one.file === file ? { file, ...said } : one)),
  )
}

function withFiles({ files: _, ...draft }: DraftView, files: readonly DraftFile[]): DraftView {
  return files.length === 0 ? draft : { ...draft, files }
}
