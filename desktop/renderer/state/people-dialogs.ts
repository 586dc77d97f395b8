import { create } from 'zustand'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'

/** What is asked in a dialog about somebody: to be contacts (of whom is not known yet where it is empty), or a report. */
export type ReportAbout = {
  readonly kind: 'message' | 'user' | 'request' | 'invite'
  readonly user: UserId
  /** Of somebody who is known from an invitation alone. */
  readonly name?: string
  readonly room?: RoomId
  readonly message?: MessageId
}
type Open = { readonly ask?: { readonly handle: string }; readonly report?: ReportAbout }

export const usePeopleDialogs = create<Open>()(() => ({}))

export function showAsk(handle = ''): void {
  usePeopleDialogs.setState({ ask: { handle } }, true)
}

export function showReport(about: ReportAbout): void {
  usePeopleDialogs.setState({ report: about }, true)
}

export function closePeopleDialogs(): void {
  usePeopleDialogs.setState({}, true)
}
