import { timeOfEventId, type UserId } from '../../../common/ids.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { MemberView, ReceiptView } from '../../engine-contract.ts'
import type { ArchiveTrace, MessageTrace } from '../../trace-command.ts'
import type { Words } from '../../words/words.ts'
import { exactTimeWords } from '../look/wording/time-words.ts'
import type { Clock } from '../state/use-today.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { problemWords } from './refusal-words.ts'

export type DeliveryStep = {
  readonly name: 'written' | 'stored' | 'archived' | 'read'
  readonly state: 'done' | 'waits' | 'failed' | 'unknown'
  readonly title: string
  readonly lines: readonly string[]
}

/** How far others have read, as far as they say it. */
export type Readers = {
  readonly read: readonly UserId[]
  readonly earlier: readonly UserId[]
  readonly unknown: readonly UserId[]
}

/** Where the stream has it. An acknowledged message whose own copy was not heard yet has no place that is known here. */
export function placeOf({ state, message: { seq } }: MessageRow): number | undefined {
  return (state === 'stored' || state === 'refused') && seq > 0 ? seq : undefined
}

/** Of everybody else in the room. Who says nothing may have read it, or not: that is not known; nor is it without its place. */
export function readersOf(
  members: readonly Pick<MemberView, 'user'>[],
  receipts: readonly ReceiptView[],
  { seq, isCounted }: { readonly seq: number | undefined; readonly isCounted: (user: UserId) => boolean },
): Readers {
  const readTo = new Map(receipts.map((receipt) => [receipt.user, receipt.seq]))
  const others = members.map(({ user }) => user).filter(isCounted)
  if (seq === undefined) return { read: [], earlier: [], unknown: others }
  return {
    read: others.filter((user) => (readTo.get(user) ?? 0) >= seq),
    earlier: others.filter((user) => readTo.has(user) && (readTo.get(user) ?? 0) < seq),
    unknown: others.filter((user) => !readTo.has(user)),
  }
}

type Traced = {
  readonly row: MessageRow
  readonly trace: MessageTrace
  readonly readers: Readers
  readonly nameOf: (user: UserId) => string
  readonly clock: Clock
  readonly isOnline: boolean
  /** The room lets members write now and then only. */
  readonly isSlow: boolean
}

/** Where a message of mine is, station by station; only what this device knows, and what it does not is said. */
export function deliverySteps(say: Words, traced: Traced): readonly DeliveryStep[] {
  return [writtenStep(say, traced), storedStep(say, traced), archivedStep(say, traced), readStep(say, traced)]
}

function writtenStep(say: Words, { row, trace: { device }, clock }: Traced): DeliveryStep {
  // Its id tells when: it was made by the device that wrote it.
  const time = exactTimeWords(device?.queuedAt ?? timeOfEventId(row.message.id), clock)
  const words = say(device === undefined ? 'trace.written-elsewhere' : 'trace.written-here', { time })
  return { name: 'written', state: 'done', title: say('trace.written'), lines: [words] }
}

function storedStep(say: Words, traced: Traced): DeliveryStep {
  const { row, trace, clock } = traced
  const { device } = trace
  if (row.state !== 'stored') return waitingStep(say, traced)
  const seq = placeOf(row)
  const { tries = 0, triedAt, ackedAt, ackedSeq } = device ?? {}
  const took = tries === 1 && triedAt !== undefined && ackedAt !== undefined ? ackedAt - triedAt : undefined
  return {
    name: 'stored',
    state: 'done',
    title: say('trace.stored'),
    lines: [
      seq === undefined
        ? say('trace.not-heard')
        : say('trace.stored-at', { seq: String(seq), time: exactTimeWords(row.message.at, clock) }),
      ...(took === undefined ? [] : [say('trace.acknowledged', { ms: Math.max(0, took) })]),
      ...(tries > 1 ? [say('trace.tries', { count: tries })] : []),
      ...(ackedSeq === undefined || seq === undefined || ackedSeq === seq
        ? []
        : [say('trace.moved', { seq: String(ackedSeq) })]),
    ],
  }
}

function waitingStep(say: Words, { row, trace: { device, waiting }, clock, isOnline, isSlow }: Traced): DeliveryStep {
  const isFailed = row.state === 'stuck' || row.state === 'refused' || waiting?.state === 'refused'
  const reason = problemWords(say, row, { isSlow, hasFiles: row.message.attachments.length > 0 })
  const { behind = 0, files = 0, nextTryAt, triedBefore = false } = waiting ?? {}
  const isHeldUp = behind > 0 || files > 0
  const lines = [
    ...(reason === undefined ? [] : [reason]),
    ...(isFailed && device?.ackedSeq !== undefined ? [say('trace.was-stored', { seq: String(device.ackedSeq) })] : []),
    ...(isFailed || isOnline ? [] : [say('trace.waits-connection')]),
    ...(isFailed || behind === 0 ? [] : [say('trace.waits-behind', { count: behind })]),
    ...(files === 0 ? [] : [say('trace.waits-files', { count: files })]),
    ...(isFailed || !isOnline || isHeldUp || row.state !== 'sending' ? [] : [say('trace.under-way')]),
    ...(isFailed || !triedBefore ? [] : [say('trace.asks-first')]),
    ...(isFailed || nextTryAt === undefined ? [] : [say('trace.next-try', { time: exactTimeWords(nextTryAt, clock) })]),
  ]
  return {
    name: 'stored',
    state: isFailed ? 'failed' : 'waits',
    title: say(isFailed ? 'trace.not-taken' : 'trace.not-stored'),
    lines: lines.length === 0 ? [say('trace.waits-turn')] : lines,
  }
}

const archiveStates = { holds: 'done', 'not-yet': 'waits', lacks: 'failed', unknown: 'unknown' } as const

function archivedStep(say: Words, { row, trace: { archive } }: Traced): DeliveryStep {
  const isStored = row.state === 'stored'
  return {
    name: 'archived',
    state: isStored || archive.kind === 'lacks' ? archiveStates[archive.kind] : 'waits',
    title: say('trace.archived'),
    lines: [isStored || archive.kind === 'lacks' ? archiveWords(say, archive) : say('trace.after-stored')],
  }
}

function archiveWords(say: Words, { kind, head: place, asked }: ArchiveTrace): string {
  const head = String(place)
  switch (kind) {
    case 'holds':
      return asked ? say('trace.archived-asked') : say('trace.archived-told', { head })
    case 'not-yet':
      return place === 0 ? say('trace.archived-nothing') : say('trace.archived-not-yet', { head })
    case 'lacks':
      return say('trace.archived-lacks', { head })
    case 'unknown':
      return say('trace.archived-unknown')
  }
}

function readStep(say: Words, { row, readers, nameOf }: Traced): DeliveryStep {
  const title = say('trace.read')
  if (row.state !== 'stored') return { name: 'read', state: 'waits', title, lines: [say('trace.after-stored')] }
  if (isOnlyInThread(row.message)) return { name: 'read', state: 'unknown', title, lines: [say('trace.read-thread')] }
  const names = (users: readonly UserId[]) => namesWords(say, users.map(nameOf))
  const { read, earlier, unknown } = readers
  const lines = [
    ...(read.length === 0 ? [] : [say('trace.read-by', { names: names(read) }), say('trace.read-when')]),
    ...(earlier.length === 0 ? [] : [say('trace.read-earlier', { names: names(earlier) })]),
    ...(unknown.length === 0 ? [] : [say('trace.read-unknown', { names: names(unknown) })]),
  ]
  const state = read.length > 0 ? 'done' : earlier.length > 0 ? 'waits' : 'unknown'
  return { name: 'read', state, title, lines: lines.length === 0 ? [say('trace.read-nobody')] : lines }
}

/** More names than anybody reads; the rest is a number. */
const mostNames = 12

function namesWords(say: Words, names: readonly string[]): string {
  const more = names.length - mostNames
  return say.list(more > 0 ? [...names.slice(0, mostNames), say('message.more-names', { count: more })] : names)
}
