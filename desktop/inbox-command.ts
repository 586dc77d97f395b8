import type { InboxItem, InboxKind } from '../common/http-contract/inbox-contract.ts'
import type { Dismissal } from '../common/inbox-dismissal.ts'

/** What concerns me: the newest of it stands in the slice `inbox`, more of it is asked for. */
export type InboxCommand =
  | { readonly kind: 'refresh-inbox' }
  /** Somebody has looked at what stands in the slice: none of it is new from then on, here and elsewhere. */
  | { readonly kind: 'see-inbox' }
  /** Of one kind, or what comes behind an answer. Only of the server. */
  | { readonly kind: 'load-inbox'; readonly of?: InboxKind; readonly cursor?: string }
  /** Gone at once, and on all devices once it cannot be taken back any more. Without `ids` everything up to `upTo`. */
  | { readonly kind: 'dismiss-inbox'; readonly upTo: number; readonly ids?: readonly string[] }
  /** What was dismissed last; false where that has gone out already. */
  | { readonly kind: 'restore-inbox' }
export type InboxAnswers = { readonly 'load-inbox': InboxPage; readonly 'restore-inbox': boolean }
export type InboxPage = { readonly items: readonly InboxItem[]; readonly cursor?: string }

/** So long it can be taken back. */
export const dismissedForMs = 7_000

/**
 * The newest of what concerns me, as far as it is not dismissed. `fresh`: came since I last looked, and I have not read it
 * in its room either. `hidden`: what was dismissed in this run, for whoever shows more than stands here.
 */
export type InboxView = {
  readonly isLoaded: boolean
  readonly items: readonly InboxItem[]
  readonly fresh: number
  readonly freshIds: readonly string[]
  readonly hidden: readonly Dismissal[]
  /** There is more behind these. */
  readonly cursor?: string
}

export const noInbox: InboxView = { isLoaded: false, items: [], fresh: 0, freshIds: [], hidden: [] }
