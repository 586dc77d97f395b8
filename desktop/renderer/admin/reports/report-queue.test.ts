import { describe, expect, test } from 'vitest'
import type { QueuedReport } from '../../../../common/http-contract/moderation-contract.ts'
import type { MessageId, RoomId, UserId } from '../../../../common/ids.ts'
import { besideGroup, countOthers, groupReports, possibleActions, toggleAction } from './report-queue.ts'

const [ana, ben, mei] = ['anaanaanaanaanaa', 'benbenbenbenbenb', 'meimeimeimeimeim'] as UserId[]
const room = '0.roomroomroomroom' as RoomId
const build = (id: string, at: number, more: Partial<QueuedReport> = {}): QueuedReport =>
  ({ id, at, kind: 'user', reason: 'spam', state: 'open', by: ana, user: ben, ...more }) as QueuedReport
const ofMessage = (id: string, at: number, message: string, more: Partial<QueuedReport> = {}) =>
  build(id, at, { kind: 'message', room, message: message as MessageId, ...more })
const idsOf = (groups: ReturnType<typeof groupReports>) =>
  groups.map(({ reports }) => reports.map(({ id }) => id).join('+')).join(' ')

describe('the queue', () => {
  const all = [
    ofMessage('late', 40, 'm1', { by: mei }),
    ofMessage('first', 10, 'm1'),
    ofMessage('other', 20, 'm2'),
    build('person', 30),
    build('again', 35),
    build('done', 5, { state: 'resolved' }),
    build('done later', 6, { state: 'resolved' }),
  ]

  test('puts reports of one message together, and who has waited longest first', () => {
    expect(idsOf(groupReports(all, 'open'))).toBe('first+late other person again')
  })
  test('lists what was decided one by one, the newest first', () => {
    expect(idsOf(groupReports(all, 'resolved'))).toBe('done later done')
  })
  test('counts what else was reported of the same person, and not the reports of the same message', () => {
    const [first] = groupReports(all, 'open')
    expect(first && countOthers(all, first)).toBe(5)
    expect(countOthers(all, { report: build('x', 1, { user: mei }), reports: [] })).toBe(0)
    const { user: _, ...nobody } = build('y', 1)
    expect(countOthers(all, { report: nobody, reports: [] })).toBe(0)
  })
  test.each([
    ['first', 1, 'other'],
    ['other', -1, 'first'],
    ['first', -1, undefined],
    ['again', 1, undefined],
    ['gone', 1, 'first'],
    [undefined, -1, 'again'],
  ] as const)('goes from %s by %i to %s', (id, step, to) => {
    expect(besideGroup(groupReports(all, 'open'), id, step)).toBe(to)
  })
})

test.each([
  [{ room, message: 'm' as MessageId, user: ben }, ['remove-message', 'warn', 'mute', 'suspend']],
  [{ room, user: ben }, ['warn', 'mute', 'suspend']],
  [{ user: ben }, ['warn', 'suspend']],
  [{ room, message: 'm' as MessageId }, []],
])('of %j can be done %j', (subject, actions) => {
  expect(possibleActions(subject as never)).toEqual(actions)
})

test('actions stand in one order, whichever was chosen first', () => {
  const possible = possibleActions({ room, message: 'm' as MessageId, user: ben as UserId })
  const chosen = toggleAction(toggleAction([], 'suspend', possible), 'remove-message', possible)
  expect(chosen).toEqual(['remove-message', 'suspend'])
  expect(toggleAction(chosen, 'suspend', possible)).toEqual(['remove-message'])
  expect(toggleAction([], 'mute', ['warn'])).toEqual([])
})
