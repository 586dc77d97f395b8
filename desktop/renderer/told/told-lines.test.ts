import { expect, test } from 'vitest'
import type { ToldView } from '../../engine-contract.ts'
import { startSettings } from '../../settings/person-settings.ts'
import { applyPatch } from '../../settings/settings-patch.ts'
import { parseSettings } from '../../settings/settings-schema.ts'
import { dismissPatch, nextEnd, toldLines } from './told-lines.ts'

const told: ToldView = {
  announcements: [
    { id: 'new', text: 'Tea at five.', at: 50 },
    { id: 'old', text: 'Away tonight.', at: 10, until: 100 },
  ],
  notices: [{ id: 'n', at: 40, actions: ['warn'], reason: 'No insults here.' }],
  outcomes: [
    { id: 'r', kind: 'user', at: 5, reason: 'spam', state: 'resolved', outcome: 'Warned.', resolvedAt: 30 },
    { id: 'q', kind: 'user', at: 20, reason: 'spam', state: 'resolved', outcome: 'Of a server before.' },
  ],
}
const idsOf = (seen: typeof startSettings.told, nowAt = 60) =>
  toldLines(told, seen, nowAt).map((line) =>
    line.kind === 'announcement' ? line.announcement.id : line.kind === 'notice' ? line.notice.id : line.report.id,
  )

test('what is for me comes first, the oldest first; of what everybody is told the newest', () => {
  expect(idsOf(startSettings.told)).toEqual(['q', 'r', 'n', 'new', 'old'])
})

test('each is taken note of by itself, and all devices know', () => {
  let kept: Readonly<Record<string, unknown>> = {}
  for (const rest of [['r', 'n', 'new', 'old'], ['n', 'new', 'old'], ['new', 'old'], ['old'], []]) {
    const seen = parseSettings(kept).told
    const [line] = toldLines(told, seen, 60)
    if (line === undefined) throw new Error('nothing is told')
    kept = applyPatch(kept, dismissPatch(line, told, seen))
    expect(idsOf(parseSettings(kept).told)).toEqual(rest)
  }
})

test('what ended by itself is told no more, and what was withdrawn is forgotten', () => {
  expect(idsOf({ seenAt: 99, announcements: {} }, 100)).toEqual(['new'])
  expect(nextEnd(told, 60)).toBe(100)
  expect(nextEnd(told, 100)).toBeUndefined()
  const seen = { announcements: { gone: true, old: true } } as const
  const [line] = toldLines(told, { ...seen, seenAt: 99 }, 60)
  if (line === undefined) throw new Error('nothing is told')
  const after = applyPatch({ told: seen }, dismissPatch(line, told, seen))
  expect(after).toEqual({ told: { announcements: { old: true, new: true } } })
})
