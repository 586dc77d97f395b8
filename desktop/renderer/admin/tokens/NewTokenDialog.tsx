import { useState } from 'react'
import { type AdminScope, adminScopes } from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Field } from '../../look/fields/Field.tsx'
import { Segmented } from '../../look/fields/Segmented.tsx'
import { Modal, ModalActions } from '../../look/popups/Modal.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { dateWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { serverAddress } from '../../state/server-address.ts'
import { useClockNow } from '../../state/use-today.ts'
import { Facts } from '../frame/AdminCard.tsx'
import { SecretDialog } from '../frame/SecretDialog.tsx'
import { useCallKey } from '../frame/use-call-key.ts'
import { scopeMeanings, scopeNames, scopesLine } from './scope-words.ts'
import styles from './TokensPage.module.css'
import { makeToken } from './token-calls.ts'
import { tokenLives } from './token-state.ts'

type NewTokenDialogProps = { readonly onMade: () => void; readonly onClose: () => void }
type Made = { readonly token: string | undefined; readonly name: string }

/** What a token may do is chosen first, each explained; then it is shown, once. */
export function NewTokenDialog({ onMade, onClose }: NewTokenDialogProps) {
  const say = useWords()
  const clock = useClockNow()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly AdminScope[]>([])
  const [life, setLife] = useState<number>(tokenLives[0])
  const [wrong, setWrong] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const [made, setMade] = useState<Made>()
  const key = useCallKey()
  const toggle = (scope: AdminScope) => setScopes(adminScopes.filter((one) => (one === scope) !== scopes.includes(one)))
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setWrong(undefined)
    setProblem(undefined)
    if (name.trim() === '') return setWrong(say('tokens.needs-name'))
    if (scopes.length === 0) return setProblem(say('tokens.needs-scope'))
    setIsBusy(true)
    const wanted = { name: name.trim(), scopes, ...(life === 0 ? {} : { expiresInSec: life }) }
    const answer = await makeToken(wanted, key.keyFor(wanted))
    setIsBusy(false)
    if (!answer.ok) return setProblem(errorWords(say, answer.error))
    onMade()
    setMade({ token: answer.value.token, name: wanted.name })
  }
  const ends = life === 0 ? say('tokens.never') : dateWords(clock.nowAt + life * 1_000, clock)
  if (made?.token !== undefined) {
    const address = `${serverAddress()}${tryPath(scopes)}`
    return (
      <SecretDialog
        title={say('tokens.ready', { name: made.name })}
        secret={made.token}
        words={say('tokens.shown-once')}
        onClose={onClose}
      >
        <Facts
          facts={[
            { name: say('tokens.may'), value: scopesLine(say, scopes) },
            { name: say('tokens.ends'), value: ends },
            {
              name: say('tokens.try'),
              value: (
                <code className={styles.try} dir="ltr">
                  {say('tokens.curl')} {address}
                </code>
              ),
            },
          ]}
        />
      </SecretDialog>
    )
  }
  if (made !== undefined) {
    return (
      <Modal title={say('tokens.ready', { name: made.name })} onClose={onClose}>
        <Problem words={say('tokens.not-shown')} />
        <ModalActions>
          <Button onClick={onClose}>{say('look.close')}</Button>
        </ModalActions>
      </Modal>
    )
  }
  return (
    <Modal title={say('tokens.new')} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={say('tokens.name')}
          hint={say('tokens.name-hint')}
          error={wrong}
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className={styles.scopes}>
          <legend>{say('tokens.it-may')}</legend>
          {adminScopes.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                aria-label={say(scopeNames[scope])}
                aria-describedby={`means-${scope}`}
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
              <span>
                <b>{say(scopeNames[scope])}</b>
                <p id={`means-${scope}`}>{say(scopeMeanings[scope])}</p>
              </span>
            </label>
          ))}
        </fieldset>
        <div className={styles.ends}>
          <span>{say('tokens.ends')}</span>
          <Segmented
            label={say('tokens.ends')}
            value={String(life)}
            choices={tokenLives.map((each) => ({
              value: String(each),
              name: each === 0 ? say('tokens.never') : say('server-set.days', { days: each / 86_400 }),
            }))}
            onChoose={(value) => setLife(Number(value))}
          />
        </div>
        <ModalActions problem={problem}>
          <Button look="quiet" type="button" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy}>
            {say('tokens.make')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}

/** A call that such a token may make. */
function tryPath(scopes: readonly AdminScope[]): string {
  if (scopes.includes('stats')) return apiPaths.stats
  if (scopes.includes('users:read')) return apiPaths.adminUsers()
  if (scopes.includes('rooms:read')) return apiPaths.adminRooms()
  if (scopes.includes('audit')) return apiPaths.audit()
  if (scopes.includes('reports')) return apiPaths.adminReports()
  return apiPaths.serverSettings
}
