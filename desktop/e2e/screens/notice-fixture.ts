import type { RoomId, UserId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import type { DecisionView, NotifyCase } from '../../settings/notify-rules.ts'
import { decideNotify } from '../../settings/notify-rules.ts'
import { quietWeeks } from '../../settings/quiet-hours.ts'
import { at, full, harbour, sailing, userId } from './fixture-state.ts'

const { settings } = full
const build = Object.values(full.rooms as Readonly<Record<string, { id: RoomId; name: string }>>).find(
  ({ name }) => name === 'Build status',
)?.id as RoomId

/** As in the picture of the notification settings: what is set, and what was decided by it. */
export const noticing: EngineState = {
  ...full,
  settings: {
    ...settings,
    notifications: {
      ...settings.notifications,
      rooms: {
        [harbour]: { level: 'all' },
        [build]: { level: 'all', mutedUntil: new Date(2026, 10, 23, 8).getTime() },
      } as EngineState['settings']['notifications']['rooms'],
      people: { [userId('ana')]: true } as Readonly<Record<UserId, true>>,
      words: { drawing: true, crane: true },
      shows: 'name',
      quietHours: { isOn: true, week: quietWeeks['working-week'] },
    },
  },
}

const given: NotifyCase = {
  settings: noticing.settings.notifications,
  at: at(14, 31),
  hour: { day: 'fri', hour: 14 },
  presence: 'auto',
  room: harbour,
  kind: 'group',
  author: userId('ben'),
  isBlocked: false,
  isFirstContact: false,
  isRead: false,
  isOnScreen: false,
}

function decided(number: number, text: string, more: Partial<NotifyCase>): DecisionView {
  const asked = { ...given, ...more }
  const message = String(number).padStart(26, '0') as DecisionView['message']
  return { room: asked.room, message, author: asked.author, at: at(14, 31), text, decision: decideNotify(asked) }
}

/** The newest first. */
export const decisions: readonly DecisionView[] = [
  decided(1, '@Eva could you look at the drawing', { named: { by: 'name' } }),
  decided(2, 'anyone for Sunday?', { room: sailing, author: userId('mei') }),
  decided(3, 'main is red again', { room: build, named: { by: 'room' } }),
]
