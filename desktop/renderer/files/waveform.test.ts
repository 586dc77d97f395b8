import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isVoice, waveformBars } from '../../../common/voice-file.ts'
import { foldLevels, packWaveform, unpackWaveform } from './waveform.ts'

test('a waveform comes out as it went in, within a fifteenth, and in the field that carries it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: waveformBars, maxLength: waveformBars }),
      (levels) => {
        const packed = packWaveform(levels)
        expect(packed).toMatch(/^[A-Za-z0-9+/]{1,62}={0,2}$/)
        expect(isVoice({ mediaType: 'audio/webm', thumbhash: packed })).toBe(true)
        const back = unpackWaveform(packed) ?? []
        expect(back).toHaveLength(waveformBars)
        for (const [place, level] of levels.entries()) expect(Math.abs((back[place] ?? 9) - level)).toBeLessThan(0.04)
      },
    ),
    { numRuns: 50 },
  )
})

test.each([undefined, '', 'AA==', 'not base64!', 'A'.repeat(64)])('%s is no waveform', (packed) => {
  expect(unpackWaveform(packed)).toBeUndefined()
  expect(isVoice({ mediaType: 'audio/webm', ...(packed === undefined ? {} : { thumbhash: packed }) })).toBe(false)
})

test('however long a recording is, its loudest moment fills a bar, and silence stays low', () => {
  for (const count of [1, 10, 52, 60, 5_000]) {
    const levels = foldLevels(Array.from({ length: count }, (_, place) => (place === count - 1 ? 0.4 : 0.1)))
    expect(levels).toHaveLength(waveformBars)
    expect(Math.max(...levels)).toBe(1)
  }
  expect(Math.max(...foldLevels([0, 0.001]))).toBeLessThan(0.05)
  expect(foldLevels([])).toEqual(Array.from({ length: waveformBars }, () => 0))
})
