import { Bell, BellOff } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { MessageId } from '../../../common/ids.ts'
import type { RoomFacts, ThreadView } from '../../engine-contract.ts'
import { errorWords, sentenceWords } from '../../words/error-words.ts'
import { closeThread, discardSend, followThread, loadOlderAnswers, openThread } from '../commands.ts'
import { Composer, type ComposerHandle } from '../composer/Composer.tsx'
import {
  type ConversationActions,
  ConversationContext,
  type UnsentWords,
  useConversation,
} from '../conversation/conversation-context.ts'
import { SilenceNote, useSilence } from '../conversation/SilenceNote.tsx'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SidePanel } from '../look/panes/SidePanel.tsx'
import { composerElement } from '../look/popups/focus-back.ts'
import { Problem } from '../look/states/Problem.tsx'
import { MessageItem } from '../message/MessageItem.tsx'
import { RemoveDialog } from '../message/RemoveDialog.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe, useRoomTitle } from '../state/room-selectors.ts'
import { useFollowed } from '../state/thread-selectors.ts'
import { useThread } from '../state/timeline-selectors.ts'
import { type ShownThread, showPlace, showThread } from '../state/view-store.ts'
import { buildTimelineItems, type MessageRow } from '../timeline/timeline-items.ts'
import styles from './ThreadPanel.module.css'
import { useThreadReading } from './use-thread-reading.ts'

type ThreadPanelProps = { readonly room: RoomFacts; readonly thread: ShownThread }

/** A thread beside its room: what it hangs on, the answers, and a composer of its own. */
export function ThreadPanel({ room, thread }: ThreadPanelProps) {
  const say = useWords()
  const title = useRoomTitle(room)
  const view = useThread(thread.message)
  const composer = useRef<ComposerHandle>(null)
  const [removing, setRemoving] = useState<MessageRow>()
  const [isAlsoInRoom, setIsAlsoInRoom] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const { message: id } = thread
  useEffect(() => {
    void openThread(room.id, id)
    return () => void closeThread(id)
  }, [room.id, id])
  const silence = useSilence(room)
  const mayWrite = silence === undefined
  const goToEnd = useCallback(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight
  }, [])
  const actions = useMemo<ConversationActions>(
    () => ({
      room,
      mayWrite,
      thread: id,
      // An answer to what the thread hangs on would stand in the room: that is for the box below to say.
      reply: (row) => (row.message.id === id ? composer.current?.focus() : composer.current?.reply(row)),
      edit: (row) => composer.current?.edit(row),
      askToRemove: setRemoving,
      takeBack: (words: UnsentWords) => {
        if (composer.current === null) return
        composer.current.takeBack(words)
        void discardSend(room.id, words.entry)
      },
      jumpTo: async (message) => {
        const found = list.current?.querySelector<HTMLElement>(`[data-message="${message}"]`)
        if (found) found.scrollIntoView({ block: 'center' })
        else showPlace({ room: room.id, message })
        return undefined
      },
      follow: (message) => showPlace({ room: room.id, message }),
      jumpToDate: async () => undefined,
      goToEnd,
      focusComposer: () => composer.current?.focus(),
    }),
    [room, mayWrite, goToEnd, id],
  )
  return (
    <ConversationContext value={actions}>
      <SidePanel
        label={say('thread.title')}
        title={
          <>
            <h2>{say('thread.title')}</h2>
            <p className={styles.room} dir="auto">
              {title}
            </p>
          </>
        }
        tools={<FollowButton thread={thread} />}
        onClose={close}
      >
        <div className={styles.scroll} ref={list}>
          {view?.problem !== undefined && (
            <div className={styles.problem}>
              <Problem words={say('thread.not-loaded', { reason: sentenceWords(say, view.problem) })} />
              <Button look="word" onClick={() => void loadOlderAnswers(id)}>
                {say('look.try-again')}
              </Button>
            </div>
          )}
          <Answers thread={thread} list={list} />
        </div>
        {silence === undefined ? (
          <div className={styles.write}>
            <Composer key={id} room={room} thread={{ message: id, isAlsoInRoom }} ref={composer} />
            <label className={styles.also}>
              <input
                type="checkbox"
                checked={isAlsoInRoom}
                onChange={(event) => setIsAlsoInRoom(event.target.checked)}
              />
              {say('thread.also-in-room')}
            </label>
          </div>
        ) : (
          <SilenceNote room={room} silence={silence} />
        )}
        {removing && <RemoveDialog row={removing} onClose={() => setRemoving(undefined)} />}
      </SidePanel>
    </ConversationContext>
  )
}

function close(): void {
  showThread(undefined)
  composerElement()?.focus()
}

/** What it hangs on, then the answers; stays at the end while somebody is there. */
function Answers({
  thread,
  list,
}: {
  readonly thread: ShownThread
  readonly list: React.RefObject<HTMLDivElement | null>
}) {
  const say = useWords()
  const me = useMe()
  const { room } = useConversation()
  const view = useThread(thread.message)
  const isAtEnd = useRef(true)
  const rows = view?.rows
  const flashed = useLedTo(thread, view)
  useThreadReading(room.id, thread.message, rows, list)
  const items = useMemo(
    () => buildTimelineItems(rows ?? [], { me: me.id }).filter((item) => item.kind === 'message'),
    [rows, me.id],
  )
  useEffect(() => {
    const box = list.current
    if (box === null) return
    const onScroll = () => {
      isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40
    }
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => box.removeEventListener('scroll', onScroll)
  }, [list])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there are other rows
  useLayoutEffect(() => {
    const box = list.current
    if (box === null) return
    const wanted = flashed && box.querySelector(`[data-message="${flashed}"]`)
    if (wanted) {
      isAtEnd.current = false
      wanted.scrollIntoView({ block: 'center' })
    } else if (isAtEnd.current) box.scrollTop = box.scrollHeight
  }, [items, list, flashed])
  if (view === undefined) return <div aria-busy="true" />
  return (
    <>
      {view.root === undefined ? (
        view.loading === 'idle' && <p className={styles.none}>{say('thread.root-not-here')}</p>
      ) : (
        <div className={styles.root}>
          <MessageItem
            row={view.root}
            startsRun
            endsRun
            isMine={view.root.message.author === me.id}
            isFlashed={false}
            isNewestOwn={false}
          />
        </div>
      )}
      <p className={styles.count} role="status">
        {view.rows.length === 0 && view.loading === 'idle'
          ? say('thread.none')
          : say('thread.answers', { count: view.root?.answers?.count ?? view.rows.length })}
      </p>
      {view.hasMoreBefore && view.rows.length > 0 && (
        <p className={styles.older}>
          <Button look="word" disabled={view.loading !== 'idle'} onClick={() => void loadOlderAnswers(thread.message)}>
            {say('thread.older')}
          </Button>
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a conversation, as in the room */}
      <div role="list" aria-label={say('thread.title')}>
        {items.map((item) => (
          // biome-ignore lint/a11y/useSemanticElements: an <li> belongs into an <ol> or <ul>
          <div role="listitem" key={item.key}>
            <MessageItem
              row={item.row}
              startsRun={item.startsRun}
              endsRun={item.endsRun}
              isMine={item.row.message.author === me.id}
              isFlashed={item.row.message.id === flashed}
              isNewestOwn={item.isNewestOwn}
            />
          </div>
        ))}
      </div>
    </>
  )
}

const flashMs = 2_000
/** Further back nobody waits until it is there. */
const mostPages = 20

/** The answer that somebody was led to, for a moment; one further back than what is loaded is looked for. */
function useLedTo(thread: ShownThread, view: ThreadView | undefined): MessageId | undefined {
  const [flashed, setFlashed] = useState(thread.at)
  const pages = useRef(0)
  // Led to another answer while the thread is open, or to the same once more.
  useEffect(() => {
    pages.current = 0
    setFlashed(thread.at)
  }, [thread])
  const isThere = view?.rows.some(({ message }) => message.id === flashed) === true
  const mayCome = view?.hasMoreBefore === true && view.problem === undefined
  const isIdle = view?.loading === 'idle'
  useEffect(() => {
    if (flashed === undefined || !isIdle) return
    if (!isThere && mayCome && pages.current < mostPages) {
      pages.current += 1
      void loadOlderAnswers(thread.message)
      return
    }
    const timer = setTimeout(() => setFlashed(undefined), flashMs)
    return () => clearTimeout(timer)
  }, [flashed, isThere, mayCome, isIdle, thread.message])
  return flashed
}

function FollowButton({ thread }: { readonly thread: ShownThread }) {
  const say = useWords()
  const isFollowed = useFollowed(thread.message) !== undefined
  const [problem, setProblem] = useState<string>()
  const turn = async () => {
    const done = await followThread(thread.room, thread.message, !isFollowed)
    setProblem(done.ok ? undefined : errorWords(say, done.error))
  }
  return (
    <>
      {problem !== undefined && <Problem words={problem} />}
      <IconButton
        label={say(isFollowed ? 'thread.unfollow' : 'thread.follow')}
        aria-pressed={isFollowed}
        onClick={() => void turn()}
      >
        {isFollowed ? <Bell /> : <BellOff />}
      </IconButton>
    </>
  )
}
