import { randomUUID } from 'node:crypto'

/** One name for this process among the copies of the server. */
export function createHolderName(): string {
  return `${process.pid}-${randomUUID()}`
}
