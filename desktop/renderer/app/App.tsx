import { DirectionProvider } from '@base-ui/react/direction-provider'
import { useEffect, useState } from 'react'

import { unreachable } from '../../../common/result.ts'
import type { EngineState } from '../../engine-contract.ts'
import { sentenceWords } from '../../words/error-words.ts'
import { languages } from '../../words/languages.ts'
import { EmojiCodes } from '../emoji/EmojiCodes.tsx'
import { Button } from '../look/buttons/Button.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { InvitePage } from '../sign-in/InvitePage.tsx'
import { SignIn } from '../sign-in/SignIn.tsx'
import { useWords } from '../state/language-choice.ts'
import { useSession } from '../state/room-selectors.ts'
import { useView } from '../state/view-store.ts'
import styles from './App.module.css'
import { Shell } from './Shell.tsx'
import { useDropGuard } from './use-drop-guard.ts'

export function App() {
  const say = useWords()
  const session = useSession()
  useDropGuard()
  switch (session.kind) {
    case 'starting':
      return <Starting />
    case 'signed-out':
      return <SignedOut session={session} />
    case 'signed-in':
      return (
        // Menus and cards open towards where one reads on.
        <DirectionProvider direction={languages[say.language].direction}>
          <EmojiCodes key={session.me.id}>
            <Shell />
          </EmojiCodes>
        </DirectionProvider>
      )
    case 'broken':
      return (
        <main className={styles.broken}>
          <Centre
            title={say('app.cannot-run')}
            actions={<Button onClick={() => location.reload()}>{say('app.load-again')}</Button>}
          >
            {sentenceWords(say, session.error)}
          </Centre>
        </main>
      )
    default:
      return unreachable(session)
  }
}

type SignedOutProps = { readonly session: Extract<EngineState['session'], { readonly kind: 'signed-out' }> }

/** Who comes by an invitation sees where it leads before they are asked who they are. */
function SignedOut({ session }: SignedOutProps) {
  const invite = useView((view) => view.invite)
  const [goesOn, setGoesOn] = useState(false)
  if (invite === undefined || goesOn) return <SignIn session={session} />
  return <InvitePage code={invite} onGoOn={() => setGoesOn(true)} />
}

/** Almost never seen: words come only when starting takes long enough to wonder. */
function Starting() {
  const say = useWords()
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 1500)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className={styles.starting} aria-busy="true">
      {isSlow && <p role="status">{say('app.opening')}</p>}
    </main>
  )
}
