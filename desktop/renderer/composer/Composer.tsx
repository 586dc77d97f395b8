import { memo, type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { Message } from '../../../common/message.ts'
import type { DraftView } from '../../engine-command.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { editMessage, sendMessage } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { isCommandKey } from '../look/modifier-name.ts'
import {
  withEdit,
  withEditBack,
  withoutEdit,
  withoutReply,
  withReply,
  withWords,
  withWordsBack,
  wordsOf,
} from '../state/draft-steps.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useMembers, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { readMessage, readRows, useMessage } from '../state/timeline-selectors.ts'
import { lastOwnMessage, type MessageRow } from '../timeline/timeline-items.ts'
import { AddressAllDialog } from './AddressAllDialog.tsx'
import styles from './Composer.module.css'
import { ComposerBar } from './ComposerBar.tsx'
import { ComposerTask, type Task } from './ComposerTask.tsx'
import { MentionList, useMentions } from './MentionList.tsx'
import { buildEdit, buildOutgoing, isLoud } from './mention-query.ts'
import { hasNothingToShow, lengthNote, trimOutgoing, typingDirection } from './outgoing-text.ts'
import { insertCode, insertText } from './text-insertion.ts'
import { useDraftRecord } from './use-draft-record.ts'
import { useTypingSignal } from './use-typing-signal.ts'

/**
 * Path of a message, station 1 of 9: the composer. A keystroke becomes a draft, kept per room within 300 ms; Enter hands
 * the text to the engine, which puts it on disk before anything else (station 2, desktop/engine/outbox).
 *
 * The room is a property of this instance and is drawn with it as key: a message cannot go to a room that was opened
 * while it was typed. Enter while an input method composes never sends.
 */
export type ComposerHandle = {
  readonly focus: () => void
  readonly reply: (row: MessageRow) => void
  readonly edit: (row: MessageRow) => void
  readonly takeBack: (text: string) => void
}

type ComposerProps = {
  readonly room: RoomFacts
  readonly ref: Ref<ComposerHandle>
}

export const Composer = memo(function Composer({ room, ref }: ComposerProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const title = useRoomTitle(room)
  const area = useRef<HTMLTextAreaElement>(null)
  const isTypingHere = useCallback(() => document.activeElement === area.current && document.hasFocus(), [])
  const { draft, change } = useDraftRecord(room.id, isTypingHere)
  const { edit, replyTo } = draft
  const text = wordsOf(draft)
  const target = useMessage(room.id, edit?.message ?? replyTo)
  const task = taskOf(draft, target)
  const sayTyping = useTypingSignal(room.id)
  const { askToRemove } = useConversation()
  const [problem, setProblem] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const members = useMembers(room.id)
  const people = useMemo(() => members.flatMap(({ user }) => users[user] ?? []), [members, users])
  const mayAddressRoom = room.myRole === 'owner' || room.myRole === 'admin'
  const mentions = useMentions(area, people, { me: me.id, mayAddressRoom })
  const note = useMemo(() => lengthNote(say, text), [say, text])
  const outgoing = trimOutgoing(text)
  const maySend = outgoing !== '' && note?.isTooLong !== true

  const focus = useCallback(() => area.current?.focus(), [])
  useEffect(focus, [focus])
  const startTask = (next: (before: DraftView) => DraftView) => {
    setProblem(undefined)
    change(next)
    focus()
  }
  const endTask = () => change(edit === undefined ? withoutReply : withoutEdit)
  useImperativeHandle(ref, () => ({
    focus,
    reply: ({ message }) => startTask((before) => withReply(before, message.id)),
    edit: ({ message }) => startTask((before) => withEdit(before, message.id, message.text)),
    takeBack: (words) => {
      change((before) => withWordsBack(before, { text: words }))
      focus()
    },
  }))

  const send = async ({ isSure = false } = {}) => {
    if (edit !== undefined && outgoing === '') {
      // Nothing left of it: that can only mean to remove it, and that is asked about.
      const row = readMessage(room.id, edit.message)
      if (row !== undefined) askToRemove(row)
      endTask()
      return
    }
    if (!maySend) return
    setProblem(undefined)
    if (hasNothingToShow(outgoing)) return setProblem(say('composer.shows-nothing'))
    const before = edit === undefined ? undefined : target
    const speaker = { people, mayAddressRoom, known: users }
    const next = before === undefined ? buildOutgoing(outgoing, speaker) : buildEdit(outgoing, before, speaker)
    const newlyNamed = next.mentions.filter((one) => before?.mentions.includes(one) !== true)
    if (!isSure && isLoud(newlyNamed, room.memberCount)) return setIsAsking(true)
    setIsAsking(false)
    sayTyping(false)
    if (edit !== undefined) {
      change(withoutEdit)
      // Of a message that is not loaded, whom it tells and how it is read stay as they are.
      const edited =
        outgoing === before?.text ||
        (await editMessage(room.id, edit.message, before === undefined ? { text: outgoing } : next))
      if (edited === true || edited.ok) return
      setProblem(errorWords(say, edited.error))
      change((now) => withEditBack(now, { message: edit.message, text: outgoing }))
      return
    }
    change(({ files: _, ...rest }) => withoutReply({ ...rest, text: '' }))
    const sent = await sendMessage(room.id, { ...next, ...(replyTo && { replyTo }) })
    if (sent.ok) return
    // Nothing typed may be lost: what could not be kept comes back, before anything typed meanwhile.
    setProblem(errorWords(say, sent.error))
    change((now) => withWordsBack(now, { text: outgoing, ...(replyTo && { replyTo }) }))
  }

  const insert = (before: string, after?: string) => area.current && insertText(area.current, before, after)
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void send()
    } else if (event.key.toLowerCase() === 'b' && isCommandKey(event)) {
      event.preventDefault()
      insert('**', '**')
    } else if (event.key === 'Escape' && task !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      endTask()
    } else if (event.key === 'ArrowUp' && text === '' && !event.shiftKey) {
      const own = lastOwnMessage(readRows(room.id), me.id)
      if (own === undefined) return
      event.preventDefault()
      startTask((before) => withEdit(before, own.message.id, own.message.text))
    }
  }
  const onChange = (event: React.ChangeEvent<HTMLTextAreaElement>) => {
    const { value } = event.target
    change((before) => withWords(before, value))
    if (edit === undefined) sayTyping(event.target.value !== '')
    mentions.onMoved()
  }

  return (
    <div className={styles.composer}>
      <MentionList mentions={mentions} />
      {task && <ComposerTask task={task} onEnd={endTask} />}
      <textarea
        ref={area}
        data-composer
        className={styles.text}
        dir={typingDirection(text)}
        rows={Math.min(12, text.split('\n', 13).length)}
        placeholder={say('composer.message', { room: title })}
        aria-label={say('composer.message', { room: title })}
        aria-controls={mentions.listId}
        aria-activedescendant={mentions.activeId}
        value={text}
        onChange={onChange}
        onSelect={mentions.onMoved}
        onBlur={mentions.close}
        onKeyDown={onKeyDown}
        spellCheck
      />
      {(problem ?? note) !== undefined && (
        <p className={styles.note} data-bad={problem !== undefined || note?.isTooLong} role="status">
          {problem ?? note?.words}
        </p>
      )}
      <ComposerBar
        isEditing={task?.kind === 'edit'}
        maySend={maySend || (task?.kind === 'edit' && outgoing === '')}
        canMention={people.length > 1}
        onInsert={insert}
        onCode={() => area.current && insertCode(area.current)}
        onSend={() => void send()}
      />
      {isAsking && (
        <AddressAllDialog
          people={room.memberCount}
          onSend={() => void send({ isSure: true })}
          onClose={() => setIsAsking(false)}
        />
      )}
    </div>
  )
})

function taskOf({ edit, replyTo }: DraftView, message: Message | undefined): Task | undefined {
  if (edit !== undefined) return { kind: 'edit', message }
  return replyTo === undefined ? undefined : { kind: 'reply', message }
}
