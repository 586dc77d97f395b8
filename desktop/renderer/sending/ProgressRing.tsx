import type { TransferView } from '../../file-command.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './ProgressRing.module.css'

const radius = 19
const around = 2 * Math.PI * radius

/** How much of a file is at the server, over its picture. */
export function ProgressRing({ transfer }: { readonly transfer: TransferView }) {
  const say = useWords()
  const { name, sentBytes, sizeBytes } = transfer
  const part = sizeBytes === 0 ? 0 : sentBytes / sizeBytes
  const shown = say('attach.part', { part })
  return (
    <div
      className={styles.ring}
      role="progressbar"
      aria-label={say('attach.progress', { name })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
      aria-valuetext={shown}
    >
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle className={styles.way} cx="22" cy="22" r={radius} />
        <circle
          className={styles.done}
          cx="22"
          cy="22"
          r={radius}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - part)}
        />
      </svg>
      <span>{shown}</span>
    </div>
  )
}
