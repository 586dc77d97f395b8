import { useEffect, useState } from 'react'
import { useWords } from '../state/language-choice.ts'
import styles from './TimelineSkeleton.module.css'

const waitMs = 300
const widths = [62, 38, 74, 51]

/** Stands where messages will stand. Not at once: what comes within 300 ms needs no placeholder. */
export function TimelineSkeleton() {
  const say = useWords()
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), waitMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={styles.skeleton} role="status" aria-label={say('timeline.loading')}>
      {isShown &&
        widths.map((width) => (
          <div key={width} className={styles.run}>
            <i className={styles.picture} />
            <i className={styles.name} />
            <i className={styles.line} style={{ inlineSize: `${width}%` }} />
          </div>
        ))}
    </div>
  )
}
