import { useState } from 'react'
import type { EngineState } from '../../engine-contract.ts'
import { errorWords } from '../look/error-words.ts'
import { Mark } from '../look/Mark.tsx'
import { RegisterForm } from './RegisterForm.tsx'
import styles from './SignIn.module.css'
import { SignInForm } from './SignInForm.tsx'

type SignedOut = Extract<EngineState['session'], { kind: 'signed-out' }>

/** The first thing anyone sees: come in, or make an account. */
export function SignIn({ session }: { readonly session: SignedOut }) {
  const { server, because } = session
  const [mode, setMode] = useState<'sign-in' | 'register'>('sign-in')
  const isOpen = server.registration === 'open'
  const isNew = mode === 'register' && isOpen
  return (
    <div className={styles.sign}>
      <main className={styles.form}>
        <div className={styles.column}>
          <Mark />
          <h1>{isNew ? 'Make an account' : 'Come in'}</h1>
          <p className={styles.sub} dir="auto">
            {isNew ? 'on' : 'to'} {server.name}
          </p>
          {because !== undefined && (
            <p className={styles.because} role="alert">
              {errorWords(because)}
            </p>
          )}
          {isNew ? <RegisterForm /> : <SignInForm />}
          <p className={styles.other}>
            {isOpen ? (
              <>
                {isNew ? 'Been here before?' : 'New here?'}{' '}
                <button type="button" onClick={() => setMode(isNew ? 'sign-in' : 'register')}>
                  {isNew ? 'Sign in' : 'Make an account'}
                </button>
              </>
            ) : (
              'New here? An admin of this server can invite you.'
            )}
          </p>
        </div>
      </main>
      <Scene />
    </div>
  )
}

/** What it is about, before the first message: people who talk. */
function Scene() {
  return (
    <div className={styles.scene} aria-hidden="true">
      <div className={styles.cards}>
        <Card name="Ana" time="14:12" words="Survey is back. Berth 7 needs new piles." />
        <Card name="Ben" time="14:13" words="I can take that. 🌊" />
        <Card name="Eva" time="14:14" words="Then we open in March." />
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
