import { useWords } from '../state/language-choice.ts'
import { stepSpeed, useSound } from '../state/sound-player.ts'
import styles from './SpeedButton.module.css'

/** How fast sounds play in this window; a press goes on to the next speed. */
export function SpeedButton() {
  const say = useWords()
  const speed = say.number(useSound((state) => state.speed))
  return (
    <button type="button" className={styles.speed} aria-label={say('media.speed', { speed })} onClick={stepSpeed}>
      {say('media.times', { speed })}
    </button>
  )
}
