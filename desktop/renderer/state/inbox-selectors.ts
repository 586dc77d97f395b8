import type { InboxView } from '../../inbox-command.ts'
import { useSlice } from './engine-store.ts'

/** The newest of what concerns me. */
export function useInbox(): InboxView {
  return useSlice('inbox', (inbox) => inbox)
}

/** How much of it is new. */
export function useInboxFresh(): number {
  return useSlice('inbox', ({ fresh }) => fresh)
}

export function useIsOnline(): boolean {
  return useSlice('connection', ({ kind }) => kind === 'online')
}
