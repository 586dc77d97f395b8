import { desktopBridge } from '../state/desktop-link.ts'
import type { VoicePorts } from './voice-recording.ts'

/** The first that the browser writes: Opus in all of them but Safari before 18.4. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
/** Clear enough for a voice: five minutes are under two megabytes. */
const bitsPerSecond = 32_000

export const browserVoice: VoicePorts = {
  begin: async () => (await desktopBridge()?.beginCapture('microphone')) ?? true,
  end: () => void desktopBridge()?.endCapture(),
  openMicrophone: () =>
    navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 } }),
  buildMeter(stream) {
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1_024
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    return {
      level() {
        analyser.getFloatTimeDomainData(samples)
        return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
      },
      close: () => void context.close(),
    }
  },
  buildRecorder(stream) {
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type))
    return new MediaRecorder(stream, {
      audioBitsPerSecond: bitsPerSecond,
      ...(mimeType === undefined ? {} : { mimeType }),
    })
  },
  now: () => performance.now(),
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}

/** Some browsers record nothing, and none does on a page that came in the clear. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined
}
