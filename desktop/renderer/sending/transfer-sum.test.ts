import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { TransferView } from '../../file-command.ts'
import { sumTransfers } from './transfer-sum.ts'

const view = (more: Partial<TransferView>): TransferView => ({
  ...{ file: 'f'.repeat(16) as FileId, room: '0.aaaaaaaaaaaaaa' as RoomId, name: 'a', mediaType: 'text/plain' },
  ...{ sizeBytes: 100, sentBytes: 0, state: 'waiting' },
  ...more,
})

test('several files are one sum, with the time that is left at the pace of late', () => {
  const sum = sumTransfers([
    view({ sentBytes: 40, state: 'sending', bytesPerSec: 20 }),
    view({ state: 'whole', sentBytes: 100 }),
  ])
  expect(sum).toMatchObject({ count: 2, sentBytes: 140, sizeBytes: 200, isMoving: true, isWhole: false, leftSec: 3 })
  expect(sumTransfers([view({ state: 'whole', sentBytes: 100 })])).toMatchObject({ isWhole: true, stuck: [] })
})

test('what waits says why, and what stands stuck is named', () => {
  const stuck = view({ state: 'stuck', error: appError('quota-exceeded') })
  const sum = sumTransfers([view({ error: appError('network-unreachable') }), stuck])
  expect(sum).toMatchObject({ error: { code: 'network-unreachable' }, stuck: [stuck] })
  expect(sum).not.toHaveProperty('leftSec')
})
