import { create } from 'zustand'
import type { FileId, MessageId, RoomId, UserId } from '../../../common/ids.ts'

/**
 * The one sound that plays in this window, wherever somebody goes meanwhile: its element stands beside all screens
 * (files/SoundBar.tsx), so a message that scrolls out of sight takes no voice with it. Two never speak at once.
 */
export type Sound = {
  readonly file: FileId
  /** What it is said to be. */
  readonly name: string
  /** As its sender called it. */
  readonly fileName: string
  readonly sizeBytes: number
  readonly durationMs: number | undefined
  readonly message: MessageId
  readonly room: RoomId
  readonly author: UserId
}
export type SoundState = {
  readonly sound: Sound | undefined
  readonly isPlaying: boolean
  readonly atMs: number
  /** As its bytes say it; they may not. */
  readonly durationMs: number | undefined
  readonly speed: SoundSpeed
  /** Where it is to be from now on; the element takes it. */
  readonly seek: { readonly toMs: number } | undefined
}

export const soundSpeeds = [1, 1.5, 2] as const
export type SoundSpeed = (typeof soundSpeeds)[number]
const speedKey = 'natter.sound-speed'

export const useSound = create<SoundState>()(() => ({
  sound: undefined,
  isPlaying: false,
  atMs: 0,
  durationMs: undefined,
  speed: readSpeed(),
  seek: undefined,
}))

/** Another one stops. The same one goes on where it was. */
export function toggleSound(sound: Sound): void {
  const now = useSound.getState()
  if (now.sound?.file === sound.file) useSound.setState({ isPlaying: !now.isPlaying })
  else useSound.setState({ sound, isPlaying: true, atMs: 0, durationMs: undefined, seek: undefined })
}

/** Of the one that plays, or of one that then does. */
export function seekSound(sound: Sound, toMs: number): void {
  const to = Math.max(0, Math.min(toMs, sound.durationMs ?? toMs))
  const now = useSound.getState()
  if (now.sound?.file === sound.file) useSound.setState({ atMs: to, seek: { toMs: to } })
  else useSound.setState({ sound, isPlaying: true, atMs: to, durationMs: undefined, seek: { toMs: to } })
}

export function pauseSound(): void {
  useSound.setState({ isPlaying: false })
}

export function stopSound(): void {
  useSound.setState({ sound: undefined, isPlaying: false, atMs: 0, durationMs: undefined, seek: undefined })
}

/** What the element tells of itself. */
export function tellSound(told: Partial<Pick<SoundState, 'isPlaying' | 'atMs' | 'durationMs'>>): void {
  useSound.setState(told)
}

/** Kept: whoever listens faster does so tomorrow too. */
export function stepSpeed(): void {
  const at = soundSpeeds.indexOf(useSound.getState().speed)
  const speed = soundSpeeds[(at + 1) % soundSpeeds.length] ?? 1
  useSound.setState({ speed })
  try {
    localStorage.setItem(speedKey, String(speed))
  } catch {
    // For this window alone.
  }
}

function readSpeed(): SoundSpeed {
  try {
    const kept = Number(localStorage.getItem(speedKey))
    return soundSpeeds.find((speed) => speed === kept) ?? 1
  } catch {
    return 1
  }
}
