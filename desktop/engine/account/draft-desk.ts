import type { AccountStores } from '../local-store/account-stores.ts'
import type { StateBoard } from '../state-board.ts'
import { buildFileDesk, type FileDesk, type FileDeskOptions } from '../transfers/file-desk.ts'
import { buildDraftKeeper, type DraftKeeper } from './draft-keeper.ts'

/** What stands unsent in the composers, with the files that belong to it. */
export function buildDraftDesk({
  stores,
  ...options
}: Omit<FileDeskOptions, 'store'> & {
  readonly stores: Pick<AccountStores, 'drafts' | 'files'>
  readonly board: Pick<StateBoard, 'put'>
}): { readonly drafts: DraftKeeper; readonly files: FileDesk } {
  const { deps, board } = options
  const files = buildFileDesk({ ...options, store: stores.files })
  const drafts = buildDraftKeeper({
    clock: deps.clock,
    store: stores.drafts,
    onDraft(room, draft, reason) {
      board.put('drafts', room, draft, reason)
      files.onDraft(room, draft)
    },
    onFault: (cause) => deps.log('drafts: could not write', cause),
    withKept: files.withKept,
  })
  return { drafts, files }
}
