import { expect, test } from 'vitest'
import type { NoteView } from '../../engine-contract.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildMuteWatch } from './mute-watch.ts'

test('a mute is told until it is over, and then what was refused is tried again, once', async () => {
  const clock = buildTestClock()
  const notes: (NoteView | undefined)[] = []
  let over = 0
  const watch = buildMuteWatch({ clock, onNote: (note) => notes.push(note), onOver: () => over++ })
  const muted = { v: 1, kind: 'muted', reason: 'too-many-events' } as const
  const until = clock.now() + 60_000
  watch.onNotice({ ...muted, until: clock.now() + 30_000 })
  watch.onNotice({ ...muted, until })
  await clock.advance(59_000)
  expect([notes.at(-1), over]).toEqual([{ kind: 'muted', until }, 0])
  await clock.advance(1_000)
  expect([notes.at(-1), over]).toEqual([undefined, 1])
})

test('a clock that is years off makes nobody mute for years', async () => {
  const clock = buildTestClock()
  let over = 0
  const watch = buildMuteWatch({ clock, onNote: () => {}, onOver: () => over++ })
  watch.onNotice({ v: 1, kind: 'muted', reason: 'too-many-events', until: clock.now() + 1e12 })
  await clock.advance(24 * 3_600_000)
  expect(over).toBe(1)
})
