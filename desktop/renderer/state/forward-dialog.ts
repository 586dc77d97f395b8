import { create } from 'zustand'
import type { FileId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { ForwardSource } from '../../engine-command.ts'

/** What is to be passed on, while somebody says where it goes. */
export const useForwardDialog = create<{
  readonly source?: ForwardSource
  /** The one of its files that somebody looked at when they asked for it. */
  readonly picture?: FileId | undefined
}>()(() => ({}))

/** As it stands now: that is what was seen when somebody asked for it. */
export function showForward(message: Message, picture?: FileId): void {
  const { room, id, author, text, format, attachments, preview, forwarded } = message
  const source: ForwardSource = {
    ...{ room, id, author, text, format, attachments },
    ...(preview === undefined ? {} : { preview }),
    ...(forwarded === undefined ? {} : { forwarded }),
  }
  useForwardDialog.setState({ source, picture }, true)
}

export function closeForward(): void {
  useForwardDialog.setState({}, true)
}
