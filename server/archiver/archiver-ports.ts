import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import type { UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { ErasedMessage } from '../store/shard-store.ts'
import type { Store } from '../store/store-port.ts'
import type { ArchiverMetrics } from './archiver-metrics.ts'
import type { EventMeter } from './event-meter.ts'
import type { FaultWatch } from './fault-watch.ts'
import type { TellConcerned } from './inbox-rows.ts'
import type { TellAuthors } from './refusal-notices.ts'

/** What pino gives; never message text. */
export type ArchiverLog = {
  readonly info: (fields: object, text: string) => void
  readonly warn: (fields: object, text: string) => void
  readonly error: (fields: object, text: string) => void
}

export type Broker = {
  readonly backbone: NatsConnection
  readonly jetstream: JetStreamClient
  readonly manager: JetStreamManager
}

export type ArchiverStore = Pick<Store, 'archive' | 'shards' | 'receipts' | 'threads' | 'inbox' | 'leases' | 'ping'>

/** What the archive says to, and asks of, whoever keeps files. Each may be said again. */
export type ArchivedFiles = {
  readonly areOwn: (message: Message) => boolean
  readonly link: (posted: readonly Message[]) => Promise<void>
  readonly settle: (changed: readonly Message[]) => Promise<void>
}

/** What a shard's run needs of the world around it. */
export type ShardPorts = {
  readonly shard: number
  readonly broker: Broker
  readonly store: ArchiverStore
  readonly metrics: ArchiverMetrics
  readonly log: ArchiverLog
  /** False from the moment the lease may have passed to another copy: nothing is written from then on. */
  readonly isLeading: () => boolean
  /** Brings a `system` event into the control plane's directory of rooms; must bear repetition. */
  readonly applySystemEvent: (stored: StoredEvent) => Promise<void>
  /** Outlives the runs of a shard: a fault that comes again after each start is one fault. */
  readonly faults: FaultWatch
  readonly tellAuthors: TellAuthors
  /** That there is something new in their inbox. */
  readonly tellConcerned: TellConcerned
  /** An event of this person was one too many; `storedAt`: when it was said, which may be long ago. */
  readonly onTooMuch: (author: UserId, storedAt: number) => void
  readonly meter: EventMeter
  /** Messages whose words are gone from now on; resolves once that is noted where no backup is. */
  readonly noteErased: (erased: readonly ErasedMessage[]) => Promise<void>
  readonly files: ArchivedFiles
  /** Whether the words that an event passes on are those of the author that it names. */
  readonly isProvenForward: (stored: StoredEvent) => boolean
  /** After each advance, in this process: who waits for the archive needn't ask the database. */
  readonly onAdvanced: (shard: number, positionSeq: number) => void
}
