import type { InboxItem } from './http-contract/inbox-contract.ts'

/** `ids` as they stood at `upTo`; without, everything up to there. Something new of the same comes later, and stands again. */
export type Dismissal = { readonly upTo: number; readonly ids?: readonly string[] | undefined }

export function isHidden(hidden: readonly Dismissal[], { id, at }: Pick<InboxItem, 'id' | 'at'>): boolean {
  return hidden.some(({ upTo, ids }) => at <= upTo && (ids === undefined || ids.includes(id)))
}
