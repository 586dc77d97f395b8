import type { Message } from '../../../common/message.ts'

/** What of a message its text is drawn from. */
export type TextMessage = Pick<Message, 'text' | 'format' | 'mentions'>
