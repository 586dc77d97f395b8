import { useState } from 'react'
import type { EngineState } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { StorageBar } from '../conversation/StorageBar.tsx'
import { DemoSignIn } from '../demo/DemoSignIn.tsx'
import { Mark } from '../look/marks/Mark.tsx'
import { SaidLine } from '../look/states/SaidLine.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { AccountBar } from '../rooms/AccountBar.tsx'
import { useInvitePreview } from '../rooms/use-invite-preview.ts'
import { RemoveAccountDialog } from '../settings/RemoveAccountDialog.tsx'
import { useDeparted } from '../state/departed.ts'
import { addAnotherAccount } from '../state/desktop-accounts.ts'
import { useWords } from '../state/language-choice.ts'
import { showInvite, useView } from '../state/view-store.ts'
import { DepartedDialog } from '../told/DepartedDialog.tsx'
import { KeptDataDialog } from '../told/KeptDataDialog.tsx'
import { InvitedLine } from './InvitedLine.tsx'
import { type Invite, RegisterForm } from './RegisterForm.tsx'
import { ResetForm } from './ResetForm.tsx'
import styles from './SignIn.module.css'
import { SignInForm } from './SignInForm.tsx'

type SignedOut = Extract<EngineState['session'], { kind: 'signed-out' }>

/** The first thing anyone sees: come in, or make an account. */
export function SignIn({ session }: { readonly session: SignedOut }) {
  const say = useWords()
  const { server, because } = session
  const invite = useInvite()
  const preview = useInvitePreview(invite.code)
  // Whoever was invited is new here, more often than not.
  const [chosen, setMode] = useState<'sign-in' | 'register' | 'reset'>()
  const [handle, setHandle] = useState('')
  const [isReset, setIsReset] = useState(false)
  const mode = chosen ?? (preview?.ok === true ? 'register' : 'sign-in')
  const isOpen = server.registration === 'open' || (server.registration === 'invite' && preview?.ok === true)
  const chooseServer = addAnotherAccount()
  const departed = useDeparted(({ receipt }) => receipt)
  const [showsKept, setShowsKept] = useState(false)
  const [isRemoving, setIsRemoving] = useState(false)
  const isNew = mode === 'register' && isOpen
  const isForgotten = mode === 'reset'
  const forget = (typed: string) => {
    setHandle(typed)
    setIsReset(false)
    setMode('reset')
  }
  const comeBack = (of: string) => {
    setHandle(of)
    setIsReset(true)
    setMode('sign-in')
  }
  return (
    <div className={styles.sign}>
      <div className={styles.storage}>
        <StorageBar />
      </div>
      <main className={styles.form}>
        <div className={styles.column}>
          <Mark />
          <h1>{say(isForgotten ? 'reset.title' : isNew ? 'sign-in.make-an-account' : 'sign-in.come-in')}</h1>
          <p className={styles.sub}>
            {richWords(say, isNew ? 'sign-in.on-server' : 'sign-in.to-server', { server: server.name })}
          </p>
          {because !== undefined && (
            <p className={styles.because} role="alert">
              {errorWords(say, because)}
            </p>
          )}
          {server.demo === true && <DemoSignIn />}
          <InvitedLine preview={preview} server={server.name} />
          {isReset && (
            <p className={styles.invited} role="status">
              {say('reset.done')}
            </p>
          )}
          {isForgotten && <ResetForm handle={handle} hasMail={server.mail} onDone={comeBack} />}
          {isNew && <RegisterForm {...(preview?.ok === true && { invite })} />}
          {!isForgotten && !isNew && <SignInForm known={handle} onForgotten={forget} />}
          <p className={styles.other}>
            {isForgotten
              ? richWords(say, 'reset.remembered', {
                  button: (words) => (
                    <button type="button" onClick={() => setMode('sign-in')}>
                      {words}
                    </button>
                  ),
                })
              : isOpen
                ? richWords(say, isNew ? 'sign-in.been-here' : 'sign-in.new-here', {
                    button: (words) => (
                      <button type="button" onClick={() => setMode(isNew ? 'sign-in' : 'register')}>
                        {words}
                      </button>
                    ),
                  })
                : say('sign-in.new-here-closed')}
          </p>
          {chooseServer !== undefined && (
            <p className={styles.other}>
              <button type="button" onClick={chooseServer}>
                {say('accounts.other-server')}
              </button>
              {' · '}
              <button type="button" onClick={() => setIsRemoving(true)}>
                {say('accounts.remove-server')}
              </button>
            </p>
          )}
          {isRemoving && <RemoveAccountDialog server={server.name} unsent={0} onClose={() => setIsRemoving(false)} />}
          <p className={styles.other}>
            <button type="button" onClick={() => setShowsKept(true)}>
              {say('kept.open')}
            </button>
          </p>
          {showsKept && <KeptDataDialog onClose={() => setShowsKept(false)} />}
          {departed !== undefined && <DepartedDialog receipt={departed} />}
          <AccountBar />
        </div>
      </main>
      <Scene />
      <SaidLine />
    </div>
  )
}

/** The invitation that somebody came with. While it is being used nobody asks about it any more. */
function useInvite(): Invite {
  const opened = useView((view) => view.invite)
  const [used, setUsed] = useState<string>()
  const code = opened ?? used
  return {
    code,
    take() {
      setUsed(code)
      showInvite(undefined)
    },
    giveBack: () => showInvite(code),
  }
}

/** What it is about, before the first message: people who talk. */
function Scene() {
  const say = useWords()
  return (
    <div className={styles.scene} aria-hidden="true">
      <div className={styles.cards}>
        <Card name="Ana" time="14:12" words={say('sign-in.scene-ana')} />
        <Card name="Ben" time="14:13" words={say('sign-in.scene-ben')} />
        <Card name="Eva" time="14:14" words={say('sign-in.scene-eva')} />
      </div>
    </div>
  )
}

function Card({ name, time, words }: { readonly name: string; readonly time: string; readonly words: string }) {
  return (
    <div className={styles.card}>
      <p>
        <b>{name}</b> <time>{time}</time>
      </p>
      {words}
    </div>
  )
}
