import { useEffect, useRef, useState } from 'react'
import { hasAddress } from '../../../common/count-links.ts'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { MessageId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { LinkPreview } from '../../../common/wire-event.ts'
import type { DraftView } from '../../engine-command.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { DraftFile } from '../../file-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { editMessage, sendMessage } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { withEditBack, withoutEdit, withoutReply, withWordsBack, wordsOf } from '../state/draft-steps.ts'
import { useWords } from '../state/language-choice.ts'
import { isStillMe, useMe } from '../state/room-selectors.ts'
import { readMessage } from '../state/timeline-selectors.ts'
import {
  buildEdit,
  buildOutgoing,
  type HereCall,
  hereCallOf,
  isHereAsked,
  isLoud,
  type Outgoing,
} from './mention-query.ts'
import { hasNothingToShow, trimOutgoing } from './outgoing-text.ts'
import { buildSendOnceKept } from './send-once-kept.ts'
import type { DraftFiles } from './use-draft-files.ts'

/** `isAlsoInRoom`: it stands in the room too, as an answer to what the thread hangs on. */
export type ThreadPlace = { readonly message: MessageId; readonly isAlsoInRoom: boolean }

type Sending = {
  readonly room: RoomFacts
  readonly thread: ThreadPlace | undefined
  readonly draft: DraftView
  readonly change: (next: (draft: DraftView) => DraftView) => void
  /** The message that is answered or edited, where it is loaded. */
  readonly target: Message | undefined
  readonly people: readonly User[]
  readonly users: Readonly<Record<UserId, User>>
  readonly mayAddressRoom: boolean
  /** The others who are online now; undefined while nobody knows. */
  readonly here: readonly UserId[] | undefined
  readonly onSaid: () => void
  readonly files: Pick<DraftFiles, 'isComing' | 'whenKept' | 'toSend'>
  /** Of the first link, if it is there by then. */
  readonly preview: LinkPreview | undefined
}

/** `call`: everybody in the room, or those who are here, as it was when it was asked: that is who is told. */
export type Asking = { readonly goNow: () => void; readonly call: 'room' | HereCall }

/**
 * What Enter does. The room is the composer's own, whatever is open when an answer comes; what could not be kept comes
 * back into the record it came from.
 */
export function useSending(options: Sending) {
  const { room, thread, draft, change, target, people, users, mayAddressRoom, here, onSaid, files, preview } = options
  const say = useWords()
  const me = useMe().id
  const { askToRemove, goToEnd } = useConversation()
  const [problem, setProblem] = useState<string>()
  const [refusedEdit, setRefusedEdit] = useState<MessageId>()
  /** What goes out once somebody has said that so many are meant. */
  const [asking, setAsking] = useState<Asking>()
  /** Sent, and waiting for its files. */
  const [isHeld, setIsHeld] = useState(false)
  const [sendOnceKept] = useState(() => buildSendOnceKept(setIsHeld))
  const { edit, replyTo } = draft
  const outgoing = trimOutgoing(wordsOf(draft))
  const speaker = { people, mayAddressRoom, here, known: users }
  const isGone = edit !== undefined && (target?.removedAt !== undefined || refusedEdit === edit.message)

  /** Says it, after asking where it calls many. */
  const sayAfterAsking = (next: Outgoing, before: Outgoing | undefined, go: () => Promise<void>, hasFiles = false) => {
    setProblem(undefined)
    if (hasNothingToShow(next.text) && !(hasFiles && next.text === '')) return setProblem(say('composer.shows-nothing'))
    const newlyNamed = next.mentions.filter((one) => before?.mentions.includes(one) !== true)
    const goNow = () => {
      setAsking(undefined)
      onSaid()
      void go()
    }
    const call = hereCallOf(next, before, speaker)
    if (isLoud(newlyNamed, room.memberCount)) setAsking({ goNow, call: 'room' })
    else if (call !== undefined && isHereAsked(call)) setAsking({ goNow, call })
    else goNow()
  }

  const post = async (next: Outgoing, answered: MessageId | undefined, attached: readonly DraftFile[] = []) => {
    const withFiles = attached.length === 0 ? {} : { files: attached }
    const replyTo = thread?.isAlsoInRoom === true ? thread.message : answered
    const sending = sendMessage(room.id, {
      ...next,
      ...withFiles,
      ...(preview !== undefined && hasAddress(next.text, preview.url) && { preview }),
      ...(thread && { thread: thread.message }),
      ...(replyTo && { replyTo }),
    })
    goToEnd()
    const sent = await sending
    if (sent.ok) return
    // Nothing typed may be lost: what could not be kept comes back, before anything typed meanwhile.
    setProblem(errorWords(say, sent.error))
    change((now) => withWordsBack(now, { text: next.text, ...withFiles, ...(answered && { replyTo: answered }) }))
  }
  const sendNew = () => {
    const next = buildOutgoing(outgoing, speaker)
    const go = () => {
      const attached = files.toSend()
      change(({ files: _, ...rest }) => withoutReply({ ...rest, text: '' }))
      return post(next, replyTo, attached)
    }
    sayAfterAsking(next, undefined, go, files.toSend().length > 0)
  }
  const saveEdit = (under: NonNullable<DraftView['edit']>) => {
    const next = target === undefined ? buildOutgoing(outgoing, speaker) : buildEdit(outgoing, target, speaker)
    // Whom a message that is not loaded tells stays as it is.
    sayAfterAsking(next, target ?? next, async () => {
      change(withoutEdit)
      if (outgoing === target?.text) return
      // Of a message that is not loaded, whom it tells and how it is read stay as they are.
      const edited = await editMessage(room.id, under.message, target === undefined ? { text: outgoing } : next)
      if (edited.ok) return
      setProblem(errorWords(say, edited.error))
      if (edited.error.code === 'edit-outdated') setRefusedEdit(under.message)
      change((now) => withEditBack(now, { message: under.message, text: outgoing }))
    })
  }
  /** The words of an edit whose message is gone. */
  const sendAsNew = () => {
    const next = buildOutgoing(outgoing, speaker)
    sayAfterAsking(next, undefined, () => {
      change(withoutEdit)
      return post(next, undefined)
    })
  }
  const send = () => {
    // What was picked a moment ago goes with it, and is not left behind.
    if (edit === undefined && files.isComing()) {
      // Whoever has signed in meanwhile says nothing of it.
      return sendOnceKept(files.whenKept, () => (isStillMe(me) ? newest.current() : undefined))
    }
    if (edit === undefined) return outgoing === '' && files.toSend().length === 0 ? undefined : sendNew()
    if (isGone) return setProblem(say('composer.edit-gone'))
    if (outgoing !== '' || (target?.attachments.length ?? 0) > 0) return saveEdit(edit)
    // Nothing left of it: that can only mean to remove it, and that is asked about.
    const row = readMessage(room.id, edit.message)
    if (row !== undefined) askToRemove(row)
    change(withoutEdit)
  }
  const newest = useRef(send)
  useEffect(() => {
    newest.current = send
  })
  return {
    send,
    sendAsNew,
    /** The message that is edited is not there any more. */
    isGone,
    isHeld,
    problem,
    setProblem,
    asking,
    stopAsking: () => setAsking(undefined),
  }
}
