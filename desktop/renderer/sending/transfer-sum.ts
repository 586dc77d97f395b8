import type { AppError } from '../../../common/app-error.ts'
import type { TransferView } from '../../file-command.ts'

/** How far several files are together. `leftSec`: at the pace of late, where there is one. */
export type TransferSum = {
  readonly count: number
  readonly sentBytes: number
  readonly sizeBytes: number
  readonly isWhole: boolean
  readonly isMoving: boolean
  readonly leftSec?: number
  /** Why those that wait do. */
  readonly error?: AppError
  readonly stuck: readonly TransferView[]
}

export function sumTransfers(transfers: readonly TransferView[]): TransferSum {
  const sum = (of: (transfer: TransferView) => number) => transfers.reduce((total, one) => total + of(one), 0)
  const [sentBytes, sizeBytes] = [sum((one) => one.sentBytes), sum((one) => one.sizeBytes)]
  const pace = sum((one) => one.bytesPerSec ?? 0)
  const error = transfers.find(({ state }) => state === 'waiting')?.error
  return {
    ...{ count: transfers.length, sentBytes, sizeBytes },
    isWhole: transfers.every(({ state }) => state === 'whole'),
    isMoving: transfers.some(({ state }) => state === 'sending'),
    ...(pace > 0 ? { leftSec: Math.ceil((sizeBytes - sentBytes) / pace) } : {}),
    ...(error === undefined ? {} : { error }),
    stuck: transfers.filter(({ state }) => state === 'stuck'),
  }
}
