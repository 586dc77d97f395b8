import type { NatsConnection } from 'nats'
import { backboneSubjects } from '../../common/subjects.ts'
import { decodeUtf8, encodeUtf8 } from '../../common/text-codec.ts'

/** Shorter than a lease lives: when a dead copy's leases run out, its share is counted as free already. */
const heardWithinMs = 3_000

/**
 * How many copies of the archiver there are, each saying so to the others inside `BACKBONE`, where no client is. It only
 * spreads the shards fairly; who may write is decided by the leases.
 */
export type CopyCensus = {
  readonly sayHere: () => void
  /** At least 1: us. */
  readonly countCopies: (nowAt: number) => number
  readonly close: () => void
}

export function watchCopies(backbone: NatsConnection, holder: string): CopyCensus {
  const heardAt = new Map<string, number>()
  const subject = backboneSubjects.archiverCopies
  const subscription = backbone.subscribe(subject, {
    callback: (fault, message) => {
      if (fault === null) heardAt.set(decodeUtf8(message.data), Date.now())
    },
  })
  return {
    sayHere: () => backbone.publish(subject, encodeUtf8(holder)),
    countCopies: (nowAt) => {
      for (const [copy, at] of heardAt) if (nowAt - at > heardWithinMs) heardAt.delete(copy)
      heardAt.delete(holder)
      return heardAt.size + 1
    },
    close: () => subscription.unsubscribe(),
  }
}
