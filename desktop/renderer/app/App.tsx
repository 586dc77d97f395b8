import { useEffect, useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import { unreachable } from '../../../common/result.ts'
import { Button } from '../look/Button.tsx'
import { Centre } from '../look/Centre.tsx'
import { SignIn } from '../sign-in/SignIn.tsx'
import { useSession } from '../state/room-selectors.ts'
import styles from './App.module.css'
import { Shell } from './Shell.tsx'

export function App() {
  const session = useSession()
  switch (session.kind) {
    case 'starting':
      return <Starting />
    case 'signed-out':
      return <SignIn session={session} />
    case 'signed-in':
      return <Shell key={session.me.id} />
    case 'broken':
      return (
        <main className={styles.broken}>
          <Centre
            title="Natter cannot run here"
            actions={<Button onClick={() => location.reload()}>Load again</Button>}
          >
            {sentenceOf(session.error)}
          </Centre>
        </main>
      )
    default:
      return unreachable(session)
  }
}

/** Almost never seen: words come only when starting takes long enough to wonder. */
function Starting() {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 1500)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className={styles.starting} aria-busy="true">
      {isSlow && <p role="status">Opening Natter…</p>}
    </main>
  )
}
