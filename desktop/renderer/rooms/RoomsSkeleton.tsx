import { useEffect, useState } from 'react'
import { useWords } from '../state/language-choice.ts'
import styles from './RoomsSkeleton.module.css'

const waitMs = 300
const widths = [64, 46, 78, 55, 40]

/** Stands where rooms will stand. Not at once: what comes within 300 ms needs no placeholder. */
export function RoomsSkeleton() {
  const say = useWords()
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), waitMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={say('rooms.loading')}>
      {isShown &&
        widths.map((width) => (
          <div key={width} className={styles.row}>
            <i className={styles.picture} />
            <i className={styles.name} style={{ inlineSize: `${width}%` }} />
            <i className={styles.line} />
          </div>
        ))}
    </div>
  )
}
