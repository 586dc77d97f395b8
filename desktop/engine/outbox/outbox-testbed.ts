import type { AppError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import type { LookUp } from './outbox.ts'
import { buildOutboxKeeper } from './outbox.ts'
import { buildMemoryOutboxStore } from './outbox-store.memory.ts'
import type { OutboxStore } from './outbox-store.ts'

export const me = 'a'.repeat(16) as UserId
export const room = '0.aaaaaaaaaaaaaa' as RoomId
export const other = '1.bbbbbbbbbbbbbb' as RoomId
export const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId
export const post = (index: number): MemberEvent => ({
  v: 1,
  kind: 'message.posted',
  id: idOf(index),
  at: index,
  text: `text ${index}`,
  format: 'plain',
})

export const edit = (index: number, message = 9): MemberEvent => ({
  ...{ v: 1, kind: 'message.edited', id: idOf(index), at: index },
  ...{ message: idOf(message), text: `text ${index}` },
})

export type Ack = Result<{ seq: number; duplicate: boolean }>

export function startOutbox(store: OutboxStore = buildMemoryOutboxStore()) {
  const clock = buildTestClock()
  const publishes: { room: RoomId; id: EventId; answer: (ack: Ack) => void }[] = []
  const asked: EventId[] = []
  const failures: AppError[] = []
  let found = (_entry: OutboxEntry): LookUp => 'absent'
  let kept: Promise<void> = Promise.resolve()
  const outbox = buildOutboxKeeper({
    deps: { clock, chance: () => 0, log: () => {} } as Pick<EngineDeps, 'clock' | 'chance' | 'log'> as EngineDeps,
    me,
    store,
    publish: (room, event) => new Promise((answer) => publishes.push({ room, id: event.id, answer })),
    lookUp: async (entry) => {
      asked.push(entry.id)
      return found(entry)
    },
    letGo: async (removal) => {
      await kept
      removal.act()
      removal.done()
    },
    onChange: () => {},
    onStored: () => {},
    onFailed: (_entry, error) => failures.push(error),
  })
  const answerNext = async (ack: Ack) => {
    publishes.shift()?.answer(ack)
    await settle()
  }
  return {
    clock,
    store,
    outbox,
    publishes,
    asked,
    failures,
    answerNext,
    failLookUp() {
      found = () => {
        throw new Error('the database is gone')
      }
    },
    find(what: LookUp, ids: readonly EventId[]) {
      found = ({ id }) => (ids.includes(id) ? what : 'absent')
    },
    /** Until it is called, nothing that was heard is on disk. */
    holdDisk() {
      let release = () => {}
      kept = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}
