import type { UserId } from '../../../common/ids.ts'
import type { ReceiptView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'

/** More than anybody reads names of. */
export const mostReceipts = 100

/** How far others have read in a room that a screen has open; of many, those who have read furthest. */
export function buildReceiptsView(
  { receipts, isOpen }: Pick<RoomEntry, 'receipts' | 'isOpen'>,
  me: UserId,
  isBlocked: (user: UserId) => boolean = () => false,
): readonly ReceiptView[] | undefined {
  if (!isOpen) return undefined
  const others = [...receipts].flatMap(([user, seq]) => (user === me || isBlocked(user) ? [] : [{ user, seq }]))
  return others.sort((a, b) => b.seq - a.seq).slice(0, mostReceipts)
}
