import type { Collection, Db } from 'mongodb'
import type { MoveState, RowKey } from '../moved-rows.ts'
import { StoreUnavailableError } from '../store-port.ts'

/** How far a move into this database is: one document a table, and one that says whether it is over. */
export type MoveProgress = { readonly _id: string; readonly state?: MoveState; readonly key?: RowKey }

export const moveStateId = 'state'

export function openMoveProgress(db: Db): Collection<MoveProgress> {
  return db.collection<MoveProgress>('move_progress')
}

/** Half of a store is none: whoever worked on it would change what is still to come. */
export async function refuseUnfinishedMove(db: Db): Promise<void> {
  const progress = await openMoveProgress(db).findOne({ _id: moveStateId })
  if (progress?.state !== 'under way') return
  throw new StoreUnavailableError('a move into this database is not finished: run npm run move again')
}
