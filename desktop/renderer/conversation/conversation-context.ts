import { createContext, useContext } from 'react'
import type { EventId, MessageId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { DraftFile } from '../../file-command.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'

export type UnsentWords = {
  readonly entry: EventId
  readonly text: string
  readonly replyTo?: MessageId
  /** The message that they change. */
  readonly edits?: MessageId
  readonly files?: readonly DraftFile[]
}

/** What a message on the screen may ask of the conversation around it. */
export type ConversationActions = {
  readonly room: RoomFacts
  readonly mayWrite: boolean
  /** It is a thread, and not the room itself. */
  readonly thread?: MessageId
  readonly reply: (row: MessageRow) => void
  readonly edit: (row: MessageRow) => void
  readonly askToRemove: (row: MessageRow) => void
  /** Unsent words go back into the composer: as what they were, a message, an answer or an edit. */
  readonly takeBack: (words: UnsentWords) => void
  /** Loads it first if need be; answers why not, as a sentence, where it cannot be gone to. */
  readonly jumpTo: (message: MessageId) => Promise<string | undefined>
  /** The same; where it cannot be gone to, the conversation says so. */
  readonly follow: (message: MessageId) => void
  /** To the first message from then on. */
  readonly jumpToDate: (at: number) => Promise<string | undefined>
  /** Where whoever says something here wants to be. What they say elsewhere, or on another device, leaves them where they read. */
  readonly goToEnd: () => void
  readonly focusComposer: () => void
}

export const ConversationContext = createContext<ConversationActions | undefined>(undefined)

export function useConversation(): ConversationActions {
  const actions = useContext(ConversationContext)
  if (actions === undefined) throw new Error('drawn outside of a conversation')
  return actions
}
