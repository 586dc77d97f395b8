import { create } from 'zustand'
import type { AppError } from '../../../common/app-error.ts'
import type { InboxItem, InboxKind } from '../../../common/http-contract/inbox-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { InboxPage } from '../../inbox-command.ts'

/** The page of what concerns me, as it stands: whoever follows a row and comes back finds it as they left it. */
export type InboxPlace = {
  /** Whose it is: whoever signs in next begins with nothing. */
  readonly owner: UserId | undefined
  readonly kind: InboxKind | undefined
  /** Of one kind as the server has it, or what lies behind the newest; undefined: not asked. */
  readonly more: readonly InboxItem[] | undefined
  readonly cursor: string | undefined
  readonly isAsking: boolean
  readonly problem: AppError | undefined
  /** What was new when somebody came here. */
  readonly fresh: ReadonlySet<string>
  /** The row that was followed. */
  readonly row: string | undefined
  readonly scrollPx: number
}

const start: InboxPlace = {
  ...{ owner: undefined, kind: undefined, more: undefined, cursor: undefined, isAsking: false, problem: undefined },
  ...{ fresh: new Set(), row: undefined, scrollPx: 0 },
}

export const useInboxPlace = create<InboxPlace>()(() => start)

export function ownInbox(owner: UserId): void {
  if (useInboxPlace.getState().owner !== owner) useInboxPlace.setState({ ...start, owner })
}

/** With what was asked for: nothing of it where somebody else has signed in meanwhile, or looks at another kind. */
export function withInboxPage(
  now: InboxPlace,
  asked: Pick<InboxPlace, 'owner' | 'kind'>,
  found: Result<InboxPage>,
): Partial<InboxPlace> {
  if (now.owner !== asked.owner || now.kind !== asked.kind) return now
  if (!found.ok) return { isAsking: false, problem: found.error }
  const known = new Set(now.more?.map(({ id }) => id))
  const fresh = found.value.items.filter(({ id }) => !known.has(id))
  return { isAsking: false, more: [...(now.more ?? []), ...fresh], cursor: found.value.cursor }
}

/** All kinds, or one: from its newest on. */
export function chooseInboxKind(kind: InboxKind | undefined): void {
  const { owner, fresh } = useInboxPlace.getState()
  useInboxPlace.setState({ ...start, owner, fresh, kind })
}
