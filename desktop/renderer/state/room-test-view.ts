import type { RoomId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'

/** A room of two in which nothing has happened, for tests. */
export function buildRoomView(more: Partial<RoomView> = {}): RoomView {
  return {
    id: '1.aaaaaaaaaaaaaa' as RoomId,
    kind: 'group',
    name: 'Pier',
    topic: '',
    memberCount: 2,
    myRole: 'member',
    createdAt: 0,
    headSeq: 0,
    receiptSeq: 0,
    unread: 0,
    forYou: 0,
    activeAt: 0,
    ...more,
  }
}
