import { expect, test } from 'vitest'
import { confirmTrust } from './confirm-trust.ts'
import type { StreamTrust } from './stream-trust.ts'

const never = new AbortController().signal
const about = { firstSeq: 1, fenced: false, agreed: 9, disagreed: undefined }
const agrees: StreamTrust = { kind: 'agrees', lastSeq: 12, isReplicated: true, ...about }
const younger: StreamTrust = { ...agrees, kind: 'younger', lastSeq: 9 }
const late: StreamTrust = { ...agrees, kind: 'begins-late', firstSeq: 10 }

/** Each look is answered by the next of these, the last one for ever. */
function answerWith(...answers: readonly StreamTrust[]) {
  const asked = { times: 0 }
  const look = async () => {
    const trust = answers[Math.min(asked.times++, answers.length - 1)] ?? agrees
    return { place: asked.times, trust }
  }
  return { look, asked }
}

test('a stream that agrees is looked at once', async () => {
  const { look, asked } = answerWith(agrees)
  expect((await confirmTrust(look, never, 600, 20)).trust).toBe(agrees)
  expect(asked.times).toBe(1)
})

test('a leader that stalled and answers with an old end is not believed, and the place is the one of the last look', async () => {
  const { look } = answerWith(younger, younger, agrees)
  expect(await confirmTrust(look, never, 5_000, 20)).toEqual({ place: 3, trust: agrees })
})

test('what every look says is so, after the time that a leader may stall', async () => {
  const { look, asked } = answerWith(younger)
  const beganAt = performance.now()
  expect((await confirmTrust(look, never, 300, 20)).trust).toBe(younger)
  expect(performance.now() - beganAt).toBeGreaterThan(280)
  expect(asked.times).toBeGreaterThan(2)
})

test('a broker that stands alone is asked twice at once: the place may have moved while it was asked', async () => {
  const alone = { ...late, isReplicated: false }
  const moved = answerWith(alone, { ...agrees, isReplicated: false })
  expect((await confirmTrust(moved.look, never)).trust.kind).toBe('agrees')
  const gone = answerWith(alone)
  expect((await confirmTrust(gone.look, never)).trust).toBe(alone)
  expect(gone.asked.times).toBe(2)
})

test('another fault than at first is looked at from its beginning', async () => {
  const { look } = answerWith(younger, late)
  expect((await confirmTrust(look, never, 60, 20)).trust).toBe(late)
})
