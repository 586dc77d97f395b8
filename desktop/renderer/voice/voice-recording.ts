import { foldLevels } from '../files/waveform.ts'

/** A voice that is being recorded. Whatever ends it, the microphone is given back at once. */
export type VoiceRecording = {
  readonly pause: () => void
  readonly resume: () => void
  /** What was said so far, and an end to it. */
  readonly finish: () => Promise<RecordedVoice | undefined>
  readonly discard: () => void
  /** Without what was paused. */
  readonly lengthMs: () => number
  readonly levels: () => readonly number[]
}
export type RecordedVoice = { readonly bytes: Blob; readonly durationMs: number; readonly levels: readonly number[] }

/** Of the browser, or of a test. `begin` asks the shell, which has to let the page ask: only just after a press. */
export type VoicePorts = {
  readonly begin: () => Promise<boolean>
  readonly end: () => void
  readonly openMicrophone: () => Promise<MediaStream>
  readonly buildMeter: (stream: MediaStream) => { readonly level: () => number; readonly close: () => void }
  readonly buildRecorder: (stream: MediaStream) => MediaRecorder
  readonly now: () => number
  readonly every: (ms: number, run: () => void) => () => void
}
export type VoiceFault = 'refused' | 'no-microphone' | 'failed'

/** Longer, and nobody listens; it also bounds what lies in memory. */
export const mostVoiceMs = 5 * 60_000
const measureMs = 100

/** `onLost`: the microphone was taken away, or unplugged; what was said until then can still be had by `finish`. */
export async function startVoice(
  ports: VoicePorts,
  onTick: (lengthMs: number) => void,
  onLost: () => void,
): Promise<VoiceRecording | VoiceFault> {
  if (!(await ports.begin())) return 'refused'
  let stream: MediaStream
  try {
    stream = await ports.openMicrophone()
  } catch (cause) {
    ports.end()
    return faultOf(cause)
  }
  const tracks = stream.getTracks()
  const release = () => {
    for (const track of tracks) track.stop()
    ports.end()
  }
  try {
    return record(stream, ports, { release, onTick, onLost })
  } catch {
    release()
    return 'failed'
  }
}

type Hooks = {
  readonly release: () => void
  readonly onTick: (lengthMs: number) => void
  readonly onLost: () => void
}

function record(stream: MediaStream, ports: VoicePorts, { release, onTick, onLost }: Hooks): VoiceRecording {
  const recorder = ports.buildRecorder(stream)
  const meter = ports.buildMeter(stream)
  const parts: Blob[] = []
  const measures: number[] = []
  let heardMs = 0
  let sinceAt: number | undefined = ports.now()
  let isOver = false
  let isLost = false
  const lengthMs = () => heardMs + (sinceAt === undefined ? 0 : ports.now() - sinceAt)
  const hold = () => {
    heardMs = lengthMs()
    sinceAt = undefined
  }
  const stopMeasuring = ports.every(measureMs, () => {
    if (sinceAt !== undefined) measures.push(meter.level())
    onTick(lengthMs())
  })
  const giveBack = () => {
    if (isOver) return
    isOver = true
    hold()
    stopMeasuring()
    meter.close()
    release()
  }
  /** Not by us: whoever speaks on would speak to nobody, and the microphone would stay open. */
  const lose = () => {
    if (isOver || isLost) return
    isLost = true
    onLost()
  }
  recorder.ondataavailable = ({ data }) => data.size > 0 && parts.push(data)
  const stopped = new Promise<void>((resolve) => {
    const end = () => {
      lose()
      resolve()
    }
    recorder.onstop = end
    recorder.onerror = end
  })
  for (const track of stream.getTracks()) track.addEventListener('ended', lose)
  recorder.start(1_000)
  return {
    pause() {
      if (recorder.state !== 'recording') return
      recorder.pause()
      hold()
    },
    resume() {
      if (recorder.state !== 'paused') return
      recorder.resume()
      sinceAt = ports.now()
    },
    async finish() {
      if (recorder.state !== 'inactive') recorder.stop()
      // Before its last part has come: the light goes out as somebody says that they are done.
      giveBack()
      await stopped
      if (parts.length === 0) return undefined
      const [type = ''] = recorder.mimeType.split(';')
      return { bytes: new Blob(parts, { type }), durationMs: Math.round(heardMs), levels: foldLevels(measures) }
    },
    discard() {
      recorder.ondataavailable = null
      if (recorder.state !== 'inactive') recorder.stop()
      giveBack()
    },
    lengthMs,
    levels: () => measures,
  }
}

function faultOf(cause: unknown): VoiceFault {
  const name = cause instanceof DOMException ? cause.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'no-microphone' : 'failed'
}
