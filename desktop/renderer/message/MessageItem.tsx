import { memo, useState } from 'react'
import type { Role } from '../../../common/credential-scope.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { useConversation } from '../conversation/conversation-context.ts'
import { MessageFiles } from '../files/MessageFiles.tsx'
import { Tag } from '../look/marks/Tag.tsx'
import { fullTimeWords, hourWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { SavedMark } from '../saved/SavedMark.tsx'
import { SendingLine } from '../sending/SendingLine.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsOfBlocked } from '../state/people-selectors.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useMembers, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import { ThreadSummary } from '../threads/ThreadSummary.tsx'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { BlockedMessage } from './BlockedMessage.tsx'
import { ForwardedLine } from './ForwardedLine.tsx'
import styles from './MessageItem.module.css'
import { MessageState } from './MessageState.tsx'
import { MessageText } from './MessageText.tsx'
import { MessageTools } from './MessageTools.tsx'
import { Reactions } from './Reactions.tsx'
import { ReplyQuote } from './ReplyQuote.tsx'
import { UnsentLine } from './UnsentLine.tsx'
import { VersionsDialog } from './VersionsDialog.tsx'

type MessageItemProps = {
  readonly row: MessageRow
  readonly startsRun: boolean
  readonly endsRun: boolean
  readonly isMine: boolean
  readonly isFlashed: boolean
  /** Of mine only the newest always says that it is stored, or read. */
  readonly isNewestOwn: boolean
}

/** One message. Read aloud it is "Ana: text", the time last. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { row, startsRun, endsRun, isMine, isFlashed, isNewestOwn } = props
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  // Tools exist only while the pointer or the focus is here: ten thousand toolbars would cost more than the text.
  const [isNear, setIsNear] = useState(false)
  const [isToolOpen, setIsToolOpen] = useState(false)
  const { message } = row
  const isRemoved = message.removedAt !== undefined
  const { thread } = useConversation()
  // It stands above in the panel.
  const isQuotingRoot = thread !== undefined && message.replyTo === thread
  const name = nameOf(say, users, message.author)

  const [isAskingVersions, setIsAskingVersions] = useState(false)
  const [isUnfolded, setIsUnfolded] = useState(false)
  const isFolded = useIsOfBlocked(message) && !isUnfolded

  const isShown = isNear || isToolOpen
  const openCard = (event: React.MouseEvent) => showPerson(message.author, event.currentTarget)
  const leave = (event: { currentTarget: Node; relatedTarget: EventTarget | null }) => {
    const { currentTarget: article, relatedTarget: next } = event
    // While the focus is inside, the tools stay: with them it would go.
    setIsNear((next instanceof Node && article.contains(next)) || article.contains(document.activeElement))
  }
  if (isFolded) return <BlockedMessage message={message.id} onShow={() => setIsUnfolded(true)} />
  return (
    <div className={styles.item} data-starts={startsRun} data-ends={endsRun}>
      {startsRun && (
        // By keyboard it is in the message's own menu.
        <button type="button" className={styles.face} tabIndex={-1} aria-hidden="true" onClick={openCard}>
          <PersonFace user={message.author} hasPresence />
        </button>
      )}
      <div className={styles.body}>
        {startsRun && (
          <div className={styles.by} aria-hidden="true">
            <button type="button" className={styles.name} tabIndex={-1} onClick={openCard}>
              <b dir="auto">{name}</b>
            </button>
            <BotTag user={message.author} />
            <RoleTag author={message.author} />
            <time dateTime={new Date(message.at).toISOString()} title={fullTimeWords(message.at, clock)}>
              {hourWords(message.at, clock)}
            </time>
          </div>
        )}
        {message.replyTo !== undefined && !isRemoved && !isQuotingRoot && <ReplyQuote replyTo={message.replyTo} />}
        {message.forwarded !== undefined && <ForwardedLine forwarded={message.forwarded} />}
        <article
          className={styles.message}
          data-message={message.id}
          data-state={row.state}
          data-near={isShown}
          data-flashed={isFlashed}
          tabIndex={-1}
          // Not only on entering: where a line is drawn anew under the pointer, React hears of no entering.
          onPointerMove={() => setIsNear(true)}
          onPointerEnter={() => setIsNear(true)}
          onPointerLeave={leave}
          onFocus={() => setIsNear(true)}
          onBlur={leave}
        >
          {isShown && !startsRun && (
            <time className={styles.margin} title={fullTimeWords(message.at, clock)} aria-hidden="true">
              {hourWords(message.at, clock)}
            </time>
          )}
          <span className="visually-hidden">
            {say(users[message.author]?.bot === true ? 'message.by-bot' : 'message.by', { name })}{' '}
          </span>
          {isRemoved ? (
            <span className={styles.removed}>
              {message.removedBy === undefined
                ? say('message.removed')
                : say('message.removed-by', { name: nameOf(say, users, message.removedBy) })}
            </span>
          ) : (
            <MessageText
              message={message}
              tail={
                <>
                  {message.editedAt !== undefined && (
                    <>
                      {' '}
                      <button
                        type="button"
                        className={styles.edited}
                        title={fullTimeWords(message.editedAt, clock)}
                        onClick={() => setIsAskingVersions(true)}
                      >
                        {say('message.edited')}
                      </button>
                    </>
                  )}
                  <SavedMark message={message} />
                  {isMine && <MessageState row={row} isAlways={isNewestOwn || isShown} />}
                </>
              }
            />
          )}
          {!isRemoved && <MessageFiles message={message} />}
          <span className="visually-hidden">{say('message.at', { time: hourWords(message.at, clock) })}</span>
          {isShown && !isRemoved && (isMine || row.state === 'stored') && (
            <MessageTools row={row} onOpenChange={setIsToolOpen} />
          )}
        </article>
        {isMine && row.state !== 'stored' && <SendingLine row={row} />}
        {/* A reaction of mine to what somebody else wrote may be refused too. */}
        {(isMine || row.change !== undefined) && <UnsentLine row={row} />}
        {!isRemoved && <Reactions row={row} />}
        {thread === undefined && <ThreadSummary row={row} />}
        {isAskingVersions && (
          <VersionsDialog room={message.room} message={message.id} onClose={() => setIsAskingVersions(false)} />
        )}
      </div>
    </div>
  )
})

function RoleTag({ author }: { readonly author: MessageRow['message']['author'] }) {
  const say = useWords()
  const { room } = useConversation()
  const role: Role | undefined = useMembers(room.id).find((member) => member.user === author)?.role
  return role === 'owner' ? <Tag>{say('about.role-owner')}</Tag> : null
}
