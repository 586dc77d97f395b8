import { expect, test } from 'vitest'
import { startVoice, type VoicePorts, type VoiceRecording } from './voice-recording.ts'

/** A browser by hand: what it is asked for, and what it gives. */
function build(more: Partial<VoicePorts> = {}) {
  const said: string[] = []
  let nowMs = 0
  let tick = () => {}
  const track = Object.assign(new EventTarget(), { stop: () => said.push('microphone off') })
  const recorder = {
    state: 'inactive',
    mimeType: 'audio/webm;codecs=opus',
    ondataavailable: null as ((event: { data: Blob }) => unknown) | null,
    onstop: null as (() => void) | null,
    onerror: null as (() => void) | null,
    start() {
      this.state = 'recording'
    },
    pause() {
      this.state = 'paused'
    },
    resume() {
      this.state = 'recording'
    },
    stop() {
      this.state = 'inactive'
      // Its last part comes later, as in a browser.
      setImmediate(() => {
        said.push('last part')
        this.ondataavailable?.({ data: new Blob(['voice']) })
        this.onstop?.()
      })
    },
  }
  const ports: VoicePorts = {
    begin: async () => true,
    end: () => said.push('shell told'),
    openMicrophone: async () => ({ getTracks: () => [track] }) as unknown as MediaStream,
    buildMeter: () => ({ level: () => 0.25, close: () => said.push('meter off') }),
    buildRecorder: () => recorder as unknown as MediaRecorder,
    now: () => nowMs,
    every: (_ms, run) => {
      tick = run
      return () => {
        tick = () => {}
      }
    },
    ...more,
  }
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      nowMs += 100
      tick()
    }
  }
  return { ports, said, track, recorder, pass }
}
const nothing = () => {}
async function record(
  ports: VoicePorts,
  { onLength = nothing, onLost = nothing }: { onLength?: (ms: number) => void; onLost?: () => void } = {},
): Promise<VoiceRecording> {
  const started = await startVoice(ports, onLength, onLost)
  if (typeof started === 'string') throw new Error(started)
  return started
}

test('what was said comes out with its length and levels, without what was paused', async () => {
  const { ports, pass } = build()
  const lengths: number[] = []
  const voice = await record(ports, { onLength: (ms) => lengths.push(ms) })
  pass(2_000)
  voice.pause()
  pass(5_000)
  voice.resume()
  pass(1_000)
  expect(lengths.at(-1)).toBe(3_000)
  expect(voice.levels()).toHaveLength(30)
  const recorded = await voice.finish()
  expect(recorded).toMatchObject({ durationMs: 3_000, bytes: { type: 'audio/webm', size: 5 } })
  expect(recorded?.levels.every((level) => level === 1)).toBe(true)
})

test('the microphone is given back at once, before the last part has come', async () => {
  const { ports, said, pass } = build()
  const voice = await record(ports)
  pass(500)
  await voice.finish()
  expect(said).toEqual(['meter off', 'microphone off', 'shell told', 'last part'])
})

test('what is thrown away leaves nothing, and gives the microphone back once', async () => {
  const { ports, said, pass } = build()
  const voice = await record(ports)
  pass(500)
  voice.discard()
  voice.discard()
  expect(said).toEqual(['meter off', 'microphone off', 'shell told'])
})

test.each([
  ['the shell', { begin: async () => false }, 'refused', []],
  [
    'the person',
    {
      openMicrophone: async () => {
        throw new DOMException('', 'NotAllowedError')
      },
    },
    'refused',
    ['shell told'],
  ],
  [
    'the machine',
    {
      openMicrophone: async () => {
        throw new DOMException('', 'NotFoundError')
      },
    },
    'no-microphone',
    ['shell told'],
  ],
  [
    'the browser',
    {
      buildRecorder: () => {
        throw new Error('no codec')
      },
    },
    'failed',
    ['microphone off', 'shell told'],
  ],
] as const)('where %s says no, nothing stays open', async (_who, more, fault, released) => {
  const { ports, said } = build(more)
  expect(await startVoice(ports, nothing, nothing)).toBe(fault)
  expect(said).toEqual(released)
})

test('a microphone that is unplugged is told of, and not when it was we who were done', async () => {
  const { ports, track } = build()
  let lost = 0
  const voice = await record(ports, { onLost: () => lost++ })
  track.dispatchEvent(new Event('ended'))
  expect(lost).toBe(1)
  voice.discard()
  track.dispatchEvent(new Event('ended'))
  expect(lost).toBe(1)
})

test('a recorder that breaks off by itself is told of once, and what was said until then can be had', async () => {
  const { ports, said, recorder, track, pass } = build()
  let lost = 0
  const voice = await record(ports, { onLost: () => lost++ })
  pass(1_000)
  recorder.ondataavailable?.({ data: new Blob(['so far']) })
  recorder.state = 'inactive'
  recorder.onerror?.()
  recorder.onstop?.()
  track.dispatchEvent(new Event('ended'))
  expect(lost).toBe(1)
  expect(await voice.finish()).toMatchObject({ durationMs: 1_000, bytes: { size: 6 } })
  expect(said).toEqual(['meter off', 'microphone off', 'shell told'])
})
