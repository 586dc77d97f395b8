import { create } from 'zustand'
import type { Message } from '../../../common/message.ts'
import type { ForwardSource } from '../../engine-command.ts'

/** What is to be passed on, while somebody says where it goes. */
export const useForwardDialog = create<{ readonly source?: ForwardSource }>()(() => ({}))

/** As it stands now: that is what was seen when somebody asked for it. */
export function showForward({ room, id, author, text, format, attachments, preview, forwarded }: Message): void {
  const source: ForwardSource = {
    ...{ room, id, author, text, format, attachments },
    ...(preview === undefined ? {} : { preview }),
    ...(forwarded === undefined ? {} : { forwarded }),
  }
  useForwardDialog.setState({ source }, true)
}

export function closeForward(): void {
  useForwardDialog.setState({}, true)
}
