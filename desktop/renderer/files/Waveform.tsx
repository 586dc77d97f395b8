import type { KeyboardEvent, PointerEvent } from 'react'
import { waveformBars } from '../../../common/voice-file.ts'
import styles from './Waveform.module.css'

type WaveformProps = {
  readonly label: string
  /** In words, for who cannot see the bars. */
  readonly valueText: string
  readonly atMs: number
  readonly durationMs: number
  /** Undefined: nobody measured it, and all bars are alike. */
  readonly levels: readonly number[] | undefined
  readonly onSeek: (toMs: number) => void
  readonly onToggle: () => void
}

const stepMs = 5_000
const flat: readonly number[] = Array.from({ length: waveformBars }, () => 0.2)

/** How far a sound is, to be moved by pointer and keys. It runs from left to right in every language, as sounds do. */
export function Waveform({ label, valueText, atMs, durationMs, levels = flat, onSeek, onToggle }: WaveformProps) {
  const share = durationMs > 0 ? Math.min(1, atMs / durationMs) : 0
  const seekTo = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    onSeek((Math.min(Math.max(event.clientX - left, 0), width) / Math.max(1, width)) * durationMs)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowRight: atMs + stepMs,
      ArrowUp: atMs + stepMs,
      ArrowLeft: atMs - stepMs,
      ArrowDown: atMs - stepMs,
    }[event.key]
    if (event.key === ' ') onToggle()
    else if (event.key === 'Home') onSeek(0)
    else if (event.key === 'End') onSeek(durationMs)
    else if (to !== undefined) onSeek(Math.min(Math.max(to, 0), durationMs))
    else return
    event.preventDefault()
    // In a list of messages the arrows go from message to message.
    event.stopPropagation()
  }
  return (
    <div
      className={styles.bars}
      dir="ltr"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1_000)}
      aria-valuenow={Math.round(Math.min(atMs, durationMs) / 1_000)}
      aria-valuetext={valueText}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
    >
      {levels.map((level, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        <i key={bar} data-heard={bar / levels.length < share} style={{ height: `${Math.round(12 + level * 88)}%` }} />
      ))}
    </div>
  )
}
