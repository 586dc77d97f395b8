import type { RecordedVoice, VoiceRecording } from './voice-recording.ts'

/**
 * The recording of one composer. Whoever ends it first has it: a press that comes twice, or just as it ends by itself, sends
 * nothing twice and loses nothing.
 */
export type VoiceHold = {
  hold(recording: VoiceRecording): void
  readonly current: () => VoiceRecording | undefined
  /** Undefined: there is none, or somebody else ends it. */
  end(): Promise<RecordedVoice | undefined> | undefined
  discard(): void
}

export function buildVoiceHold(): VoiceHold {
  let held: VoiceRecording | undefined
  const letGo = () => {
    const recording = held
    held = undefined
    return recording
  }
  return {
    hold(recording) {
      held?.discard()
      held = recording
    },
    current: () => held,
    end: () => letGo()?.finish(),
    discard: () => letGo()?.discard(),
  }
}
