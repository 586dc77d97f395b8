import { expect, test } from 'vitest'
import { buildVoiceHold } from './voice-hold.ts'
import type { VoiceRecording } from './voice-recording.ts'

const voice = { bytes: new Blob(['voice']), durationMs: 1_000, levels: [] }
function record() {
  const did: string[] = []
  const recording: VoiceRecording = {
    pause: () => {},
    resume: () => {},
    finish: async () => {
      did.push('finished')
      return voice
    },
    discard: () => did.push('discarded'),
    lengthMs: () => 0,
    levels: () => [],
  }
  return { recording, did }
}

test('a recording is had once, by whoever ends it first', async () => {
  const hold = buildVoiceHold()
  expect(hold.end()).toBeUndefined()
  const { recording, did } = record()
  hold.hold(recording)
  const [first, again] = [hold.end(), hold.end()]
  expect(again).toBeUndefined()
  expect(await first).toBe(voice)
  hold.discard()
  expect(did).toEqual(['finished'])
})

test('no microphone stays open behind another one', () => {
  const hold = buildVoiceHold()
  const [one, other] = [record(), record()]
  hold.hold(one.recording)
  hold.hold(other.recording)
  expect([one.did, other.did]).toEqual([['discarded'], []])
  hold.discard()
  hold.discard()
  expect(other.did).toEqual(['discarded'])
  expect(hold.current()).toBeUndefined()
})
