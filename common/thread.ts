import type { Message } from './message.ts'

/**
 * An answer in a thread is a message of the room like any other, shown in the thread. One that answers the very message that the
 * thread hangs on is shown in the room too: "also to the room".
 */
export function isOnlyInThread({ thread, replyTo }: Pick<Message, 'thread' | 'replyTo'>): boolean {
  return thread !== undefined && replyTo !== thread
}
