import {
  memo,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { isLeader } from '../../../common/credential-scope.ts'
import type { DraftView } from '../../engine-command.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { UnsentWords } from '../conversation/conversation-context.ts'
import { isComposing } from '../look/keys/is-composing.ts'
import { focusOnceAble } from '../look/popups/focus-back.ts'
import { countdownWords } from '../look/wording/span-words.ts'
import type { Picked } from '../sending/picked-files.ts'
import {
  withEdit,
  withEditAside,
  withEditBack,
  withoutReply,
  withReply,
  withWords,
  withWordsBack,
  wordsOf,
} from '../state/draft-steps.ts'
import { forgetHandedFiles, useHandedFiles } from '../state/handed-files.ts'
import { useHereNow } from '../state/here-now.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useMembers, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { readAnswers, readRows, useMessage } from '../state/timeline-selectors.ts'
import { lastOwnMessage, type MessageRow } from '../timeline/timeline-items.ts'
import { canRecord } from '../voice/browser-voice.ts'
import { useVoice } from '../voice/use-voice.ts'
import { VoiceStrip } from '../voice/VoiceStrip.tsx'
import { AddressAllDialog } from './AddressAllDialog.tsx'
import styles from './Composer.module.css'
import { ComposerBar } from './ComposerBar.tsx'
import { ComposerTask } from './ComposerTask.tsx'
import { EmojiList, useEmojiCodes } from './EmojiList.tsx'
import { FileTray } from './FileTray.tsx'
import { FormatBar } from './FormatBar.tsx'
import { HereNote } from './HereNote.tsx'
import { MentionList, useMentions } from './MentionList.tsx'
import { lengthNote, trimOutgoing, typingDirection } from './outgoing-text.ts'
import { PreviewStrip } from './PreviewStrip.tsx'
import { insertText } from './text-insertion.ts'
import { useDraftFiles } from './use-draft-files.ts'
import { useDraftRecord } from './use-draft-record.ts'
import { useFormat } from './use-format.ts'
import { useFormatBar } from './use-format-bar.ts'
import { useLinkPreview } from './use-link-preview.ts'
import { usePasting } from './use-pasting.ts'
import { type ThreadPlace, useSending } from './use-sending.ts'
import { useSlowMode } from './use-slow-mode.ts'
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
  readonly takeBack: (words: UnsentWords) => void
  readonly addFiles: (picked: Picked) => void
}

type ComposerProps = {
  readonly room: RoomFacts
  /** What is said hangs on this message. */
  readonly thread?: ThreadPlace
  readonly ref: Ref<ComposerHandle>
}

const mayNameHere = /@here/i

export const Composer = memo(function Composer({ room, thread, ref }: ComposerProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const title = useRoomTitle(room)
  const area = useRef<HTMLTextAreaElement>(null)
  const isTypingHere = useCallback(() => document.activeElement === area.current && document.hasFocus(), [])
  const { draft, latest, change } = useDraftRecord(room.id, thread?.message, isTypingHere)
  const { edit, replyTo } = draft
  const text = wordsOf(draft)
  const target = useMessage(room.id, edit?.message ?? replyTo)
  const sayTyping = useTypingSignal(room.id)
  const members = useMembers(room.id)
  const people = useMemo(() => members.flatMap(({ user }) => users[user] ?? []), [members, users])
  const mayAddressRoom = isLeader(room.myRole)
  const mentions = useMentions(area, people, { me: me.id, mayAddressRoom })
  const codes = useEmojiCodes(area)
  const [isBarOpen, setIsBarOpen] = useFormatBar()
  const format = useFormat(area, isBarOpen)
  const note = useMemo(() => lengthNote(say, text), [say, text])
  const onSaid = () => sayTyping(false)
  const [fileProblem, setFileProblem] = useState<string>()
  const files = useDraftFiles({ room: room.id, draft, latest, change, onProblem: setFileProblem })
  const handed = useHandedFiles(room.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what was handed over
  useEffect(() => {
    if (handed === undefined || thread !== undefined) return
    forgetHandedFiles()
    files.add(handed)
  }, [handed])
  const { preview, remove: removePreview } = useLinkPreview(room.id, edit === undefined ? text : '')
  const isCallingHere = mayNameHere.test(text)
  const here = useHereNow(room.id, isCallingHere || mentions.isAsked)
  const speaking = { people, users, mayAddressRoom, here, onSaid }
  const sending = useSending({ room, thread, draft, change, target, ...speaking, files, preview })
  const voice = useVoice({ room: room.id, thread, draft, change })
  const { send, isGone, setProblem } = sending
  const problem = sending.problem ?? fileProblem ?? voice.problem
  const pasting = usePasting(area, setProblem, files.add)
  const outgoing = trimOutgoing(text)
  const waitMs = useSlowMode(room, me.id)
  const hasFiles = edit === undefined && files.kept.length + files.coming.length > 0
  const hasSomething = outgoing !== '' || hasFiles || (edit !== undefined && (target?.attachments.length ?? 0) > 0)
  const maySend = hasSomething && note?.isTooLong !== true && !isGone && (waitMs === 0 || edit !== undefined)

  const focus = useCallback(() => area.current?.focus(), [])
  // The caret behind what stands there, before the next key: a browser puts it in front of words that it did not see typed.
  const edited = edit?.message
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other words come into the box
  useLayoutEffect(() => {
    const box = area.current
    if (box === null) return
    const stop = focusOnceAble(box)
    box.setSelectionRange(box.value.length, box.value.length)
    return stop
  }, [edited])
  const startTask = (next: (before: DraftView) => DraftView) => {
    setProblem(undefined)
    change(next)
    focus()
  }
  const endTask = () => {
    setProblem(undefined)
    change((now) => (now.edit === undefined ? withoutReply(now) : withEditAside(now, target?.text)))
  }
  useImperativeHandle(ref, () => ({
    focus,
    reply: ({ message }) => startTask((before) => withReply(before, message.id)),
    edit: ({ message }) => startTask((before) => withEdit(before, message.id, message.text)),
    addFiles(picked) {
      files.add(picked)
      focus()
    },
    takeBack: ({ text: words, replyTo: answered, edits, files: kept = [] }) => {
      const back = (before: DraftView) =>
        edits === undefined
          ? withWordsBack(withEditAside(before), { text: words, files: kept, ...(answered && { replyTo: answered }) })
          : withEditBack(before, { message: edits, text: words })
      // What is taken back goes from the outbox next: it has to be here by then.
      change(back, { isUrgent: true })
      focus()
    },
  }))

  const insert = (before: string, after?: string) => area.current && insertText(area.current, before, after)
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return
    if (mentions.onKeyDown(event) || codes.onKeyDown(event) || format.onKeyDown(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      if (maySend || edit !== undefined) send()
    } else if (event.key === 'Escape' && (edit ?? replyTo) !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      endTask()
    } else if (event.key === 'ArrowUp' && text === '' && !event.shiftKey) {
      const own = lastOwnMessage(thread === undefined ? readRows(room.id) : readAnswers(thread.message), me.id)
      // Words of another stay as they were said.
      if (own === undefined || own.message.forwarded !== undefined) return
      event.preventDefault()
      startTask((before) => withEdit(before, own.message.id, own.message.text))
    }
  }
  const onChange = (event: React.ChangeEvent<HTMLTextAreaElement>) => {
    const { value } = event.target
    setProblem(undefined)
    setFileProblem(undefined)
    change((before) => withWords(before, value))
    if (edit === undefined) sayTyping(value !== '')
    codes.onTyped(event)
    onMoved()
  }
  const onMoved = () => {
    mentions.onMoved()
    codes.onMoved()
    format.onMoved()
  }
  const closeLists = () => {
    mentions.close()
    codes.close()
  }
  const isEditing = edit !== undefined
  const label = thread === undefined ? say('composer.message', { room: title }) : say('thread.write')

  return (
    <div className={styles.composer}>
      <MentionList mentions={mentions} here={here?.length} />
      <EmojiList codes={codes} />
      {(edit ?? replyTo) !== undefined && (
        <ComposerTask
          task={{ kind: isEditing ? 'edit' : 'reply', message: target }}
          isGone={isGone}
          hasChanges={isEditing && target !== undefined && edit.text !== target.text}
          onEnd={endTask}
          onUndo={() => target && startTask((before) => withWords(before, target.text))}
          onSendAsNew={outgoing === '' ? undefined : sending.sendAsNew}
        />
      )}
      {!isEditing && <FileTray files={files} onLeave={focus} />}
      {!isEditing && <PreviewStrip preview={preview} onRemove={removePreview} />}
      <VoiceStrip voice={voice} />
      {isBarOpen && <FormatBar format={format} />}
      <textarea
        ref={area}
        {...(thread === undefined ? { 'data-composer': true } : { 'data-thread-composer': true })}
        className={styles.text}
        dir={typingDirection(text)}
        rows={Math.min(12, text.split('\n', 13).length)}
        placeholder={label}
        aria-label={label}
        aria-controls={mentions.listId ?? codes.listId}
        aria-activedescendant={mentions.activeId ?? codes.activeId}
        value={text}
        onChange={onChange}
        onSelect={onMoved}
        onBlur={closeLists}
        onKeyDown={onKeyDown}
        onPaste={pasting.onPaste}
        onDrop={pasting.onDrop}
        spellCheck
      />
      {(problem ?? note) !== undefined && (
        <p className={styles.note} data-bad={problem !== undefined || note?.isTooLong} role="status">
          {problem ?? note?.words}
        </p>
      )}
      {sending.isHeld && (
        <p className={styles.note} role="status">
          {say('attach.held')}
        </p>
      )}
      {isCallingHere && (!isEditing || target !== undefined) && (
        <HereNote text={outgoing} before={isEditing ? target : undefined} {...speaking} />
      )}
      {waitMs > 0 && edit === undefined && (
        <p className={styles.note}>{say('composer.slow-mode', { left: countdownWords(waitMs) })}</p>
      )}
      <ComposerBar
        isEditing={isEditing}
        maySend={maySend || (isEditing && outgoing === '' && !isGone)}
        canMention={people.length > 1}
        isFormatting={isBarOpen}
        onFormatting={setIsBarOpen}
        onInsert={insert}
        onSend={send}
        onVoice={canRecord() && !isEditing && voice.step.kind === 'none' && waitMs === 0 ? voice.start : undefined}
        onFiles={(picked) => files.add({ files: picked, folders: [] })}
      />
      {sending.asking && (
        <AddressAllDialog people={room.memberCount} asking={sending.asking} onClose={sending.stopAsking} />
      )}
    </div>
  )
})
