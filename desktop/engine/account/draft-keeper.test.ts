import { expect, test } from 'vitest'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { DraftView } from '../../engine-command.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { DiskFaultError } from '../local-store/disk-fault.ts'
import { buildDraftKeeper } from './draft-keeper.ts'

const [bow, stern] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]

function startKeeper() {
  const clock = buildTestClock()
  const kept = new Map<string, DraftView | undefined>()
  const answered: string[] = []
  let isIll = false
  let writes = 0
  const keeper = buildDraftKeeper({
    clock,
    store: {
      loadDrafts: async () => new Map(),
      async putDraft(room, draft) {
        writes++
        if (isIll) throw new DiskFaultError('full')
        kept.set(room, draft)
      },
    },
    onDraft: () => {},
    onFault: () => {},
  })
  const save = (room: RoomId, text: string) => void keeper.save(room, { text }).then(() => answered.push(text))
  return { clock, keeper, kept, answered, save, writes: () => writes, setIll: (ill: boolean) => (isIll = ill) }
}

test('with a disk that takes nothing only the last words of a room wait, and they are written once it takes some', async () => {
  const { clock, kept, answered, save, setIll } = startKeeper()
  setIll(true)
  for (let index = 1; index <= 50; index++) {
    save(bow, `bow ${index}`)
    await clock.advance(150)
  }
  save(stern, 'stern')
  await clock.advance(10_000)
  expect(answered.length).toBe(49)
  expect(answered).not.toContain('bow 50')
  setIll(false)
  await clock.advance(10_000)
  expect(answered).toEqual(expect.arrayContaining(['bow 50', 'stern']))
  expect([...kept.values()]).toEqual([{ text: 'bow 50' }, { text: 'stern' }])
})

test('after the end nothing is asked of the disk any more', async () => {
  const { clock, keeper, save, setIll, writes } = startKeeper()
  setIll(true)
  save(bow, 'unkept')
  await keeper.stop()
  const before = writes()
  await clock.advance(60_000)
  expect(writes()).toBe(before)
})

test('a voice alone is a draft, which stays until it is sent or thrown away', async () => {
  const { clock, keeper, kept } = startKeeper()
  void keeper.save(bow, { text: '', voice: 'v'.repeat(16) as FileId })
  await clock.advance(150)
  expect(kept.get(bow)).toEqual({ text: '', voice: 'v'.repeat(16) })
  void keeper.save(bow, { text: '' })
  await clock.advance(150)
  expect(kept.get(bow)).toBeUndefined()
})
