import { AppWindow, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { buildShellInvite } from '../../../common/invite-link.ts'
import { errorWords } from '../../words/error-words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Mark } from '../look/marks/Mark.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { JoinInvitePlace } from '../rooms/JoinInvitePlace.tsx'
import { useInvitePreview } from '../rooms/use-invite-preview.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName } from '../state/room-selectors.ts'
import { serverAddress } from '../state/server-address.ts'
import { showInvite } from '../state/view-store.ts'
import { InstallerList } from './InstallerList.tsx'
import styles from './InvitePage.module.css'

type InvitePageProps = { readonly code: string; readonly onGoOn: () => void }

/** What somebody sees who follows an invitation and is not signed in: where it leads, and the ways on. */
export function InvitePage({ code, onGoOn }: InvitePageProps) {
  const say = useWords()
  const server = useServerName()
  const [times, setTimes] = useState(0)
  const preview = useInvitePreview(code, times)
  const isDead = preview?.ok === false && preview.error.code === 'invite-invalid'
  if (isDead) {
    return (
      <Page title={say('invite.dead-title')} words={say('invite.dead')}>
        <Button look="quiet" size="large" onClick={() => showInvite(undefined)}>
          {say('invite.to-sign-in')}
        </Button>
      </Page>
    )
  }
  if (preview?.ok === false) {
    return (
      <Page title={say('invite.title')} words={richWords(say, 'invite.on-server', { server })}>
        <div className={styles.broken} role="alert">
          <p>{errorWords(say, preview.error)}</p>
          <Button look="quiet" size="small" onClick={() => setTimes(times + 1)}>
            <RefreshCw aria-hidden="true" />
            {say('look.try-again')}
          </Button>
        </div>
      </Page>
    )
  }
  const isBrowser = desktopBridge() === undefined
  const room = preview?.value.room
  return (
    <Page title={say('invite.you-are-invited')} words={richWords(say, 'invite.on-server', { server })}>
      {preview === undefined ? (
        <p className={styles.asking} role="status">
          {say('invite.asking')}
        </p>
      ) : room === undefined ? (
        <p>{richWords(say, 'invite.to-server', { name: preview.value.by.displayName, server })}</p>
      ) : (
        <JoinInvitePlace room={room} by={preview.value.by} code={code} />
      )}
      {preview !== undefined && (
        <div className={styles.ways}>
          <Button size="large" autoFocus onClick={onGoOn}>
            {say('invite.go-on')}
          </Button>
          {isBrowser && (
            <a className={styles.app} href={buildShellInvite(serverAddress(), code)}>
              <AppWindow aria-hidden="true" />
              {say('invite.open-app')}
            </a>
          )}
        </div>
      )}
      {isBrowser && preview !== undefined && <InstallerList />}
    </Page>
  )
}

type PageProps = { readonly title: string; readonly words: React.ReactNode; readonly children: React.ReactNode }

function Page({ title, words, children }: PageProps) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <Mark />
        <h1>{title}</h1>
        <p className={styles.words}>{words}</p>
        {children}
      </div>
    </main>
  )
}
