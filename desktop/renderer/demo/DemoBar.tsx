import { useEffect } from 'react'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './DemoBar.module.css'
import { takeDemoEntry } from './demo-entry.ts'

/** That nothing of this is anybody's, as long as one looks at it. */
export function DemoBar() {
  const say = useWords()
  const isDemo = useSlice('session', (session) => 'server' in session && session.server.demo === true)
  useEffect(() => {
    // Somebody is in already: the address asks for nothing any more.
    if (isDemo) takeDemoEntry()
  }, [isDemo])
  if (!isDemo) return null
  return (
    <p className={styles.bar}>
      <b>{say('demo.title')}</b> <span>{say('demo.bar')}</span>
    </p>
  )
}
