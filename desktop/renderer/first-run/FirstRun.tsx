import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Check, Globe, Lock, Monitor } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { ChosenAuthority, DesktopBridge, Invitation, ServerCheck } from '../../bridge.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Mark } from '../look/marks/Mark.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './FirstRun.module.css'
import { faultWords, needsAuthority } from './server-words.ts'
import { useServerCheck } from './use-server-check.ts'

type Way = 'told' | 'here'

/** "Where do you talk?": the server is chosen before there is anybody to sign in. */
export function FirstRun({ bridge }: { readonly bridge: DesktopBridge }) {
  const say = useWords()
  const [way, setWay] = useState<Way>('told')
  const [address, setAddress] = useState('')
  const [here, setHere] = useState<ServerCheck>()
  const [isExplained, setIsExplained] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ServerCheck>()
  const { asking, check: typed, again } = useServerCheck(bridge, way === 'told' ? address : '')
  const hasAccounts = useHasAccounts(bridge)
  const [isWithoutServer, setIsWithoutServer] = useState(false)
  useEffect(() => void bridge.findLocalServer().then(setHere), [bridge])
  useEffect(
    () =>
      bridge.onGo((place) => {
        if (place.kind !== 'invite') return
        setWay('told')
        setRefusal(undefined)
        setIsWithoutServer(place.server === undefined)
        if (place.server !== undefined) setAddress(`${place.server}/invite/${place.code}`)
      }),
    [bridge],
  )
  const check = refusal ?? (way === 'told' ? typed : here)
  const found = check !== undefined && !('fault' in check) ? check : undefined
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (found === undefined) return again()
    setIsBusy(true)
    const added = await bridge.addAccount(way === 'told' ? address : found.url)
    // Where it went well this page is gone by now.
    setIsBusy(false)
    if ('fault' in added) setRefusal(added)
  }
  return (
    <main className={styles.page}>
      <form className={styles.column} onSubmit={(event) => void submit(event)} onChange={() => setRefusal(undefined)}>
        <Mark />
        <h1>{say('first-run.title')}</h1>
        <p className={styles.sub}>{say('first-run.sub')}</p>
        <RadioGroup className={styles.ways} value={way} aria-label={say('first-run.title')} onValueChange={setWay}>
          <WayChoice way="told" title={say('first-run.told')} words={say('first-run.told-hint')} icon={<Globe />} />
          {way === 'told' && (
            <TypedServer
              address={address}
              asking={asking}
              check={check}
              bridge={bridge}
              onAddress={setAddress}
              onAuthority={again}
            />
          )}
          <WayChoice way="here" title={say('first-run.here')} words={hereWords(say, here)} icon={<Monitor />} />
          {way === 'here' && here !== undefined && <Answer check={here} />}
        </RadioGroup>
        {isWithoutServer && address === '' && (
          <p className={styles.explained} role="status">
            {say('first-run.invite-without-server')}
          </p>
        )}
        {isExplained && <p className={styles.explained}>{say('first-run.server-means')}</p>}
        <div className={styles.foot}>
          <Button look="word" aria-expanded={isExplained} onClick={() => setIsExplained(!isExplained)}>
            {say('first-run.what-is-server')}
          </Button>
          <span className={styles.gap} />
          {hasAccounts && (
            <Button look="quiet" size="large" onClick={() => void bridge.cancelSetUp()}>
              {say('first-run.back')}
            </Button>
          )}
          <Button type="submit" size="large" disabled={isBusy || found === undefined}>
            {say('first-run.go-on')}
          </Button>
        </div>
      </form>
    </main>
  )
}

type WayProps = { readonly way: Way; readonly title: string; readonly words: string; readonly icon: ReactNode }

function WayChoice({ way, title, words, icon }: WayProps) {
  return (
    <Radio.Root value={way} nativeButton render={<button type="button" className={styles.way} />}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.words}>
        <b>{title}</b>
        <span>{words}</span>
      </span>
      <span className={styles.dot} aria-hidden="true" />
    </Radio.Root>
  )
}

type TypedProps = {
  readonly address: string
  readonly asking: boolean
  readonly check: ServerCheck | undefined
  readonly bridge: DesktopBridge
  readonly onAddress: (address: string) => void
  readonly onAuthority: () => void
}

function TypedServer({ address, asking, check, bridge, onAddress, onAuthority }: TypedProps) {
  const say = useWords()
  const id = useId()
  const [authority, setAuthority] = useState<ChosenAuthority>()
  const fault = check !== undefined && 'fault' in check ? check.fault : undefined
  const choose = async () => {
    const chosen = await bridge.chooseAuthority()
    if (chosen.kind === 'cancelled') return
    setAuthority(chosen)
    onAuthority()
  }
  return (
    <div className={styles.typed}>
      <div className={styles.box} data-wrong={fault !== undefined}>
        <Lock aria-hidden="true" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the one thing that this page asks
          autoFocus
          value={address}
          maxLength={300}
          spellCheck={false}
          autoCapitalize="none"
          placeholder={say('first-run.address-example')}
          aria-label={say('first-run.address')}
          aria-describedby={id}
          onChange={(event) => onAddress(event.target.value)}
        />
        {check !== undefined && fault === undefined && <Check className={styles.tick} aria-hidden="true" />}
      </div>
      <div id={id} aria-live="polite" data-asking={asking}>
        {check === undefined ? (
          <p className={styles.note}>{asking && say('first-run.asking')}</p>
        ) : (
          <Answer check={check} />
        )}
      </div>
      {fault !== undefined && needsAuthority(fault) && (
        <Button look="quiet" size="small" onClick={() => void choose()}>
          {say('first-run.choose-authority')}
        </Button>
      )}
      {authority?.kind === 'unfit' && (
        <p className={styles.fault} role="alert">
          {say('first-run.authority-unfit')}
        </p>
      )}
      {authority?.kind === 'chosen' && (
        <p className={styles.note}>
          {say('first-run.authority-chosen', { subject: authority.subject })}
          <code className={styles.print}>{authority.fingerprint}</code>
        </p>
      )}
    </div>
  )
}

function Answer({ check }: { readonly check: ServerCheck }) {
  const say = useWords()
  if ('fault' in check) return <p className={styles.fault}>{faultWords(say, check.fault)}</p>
  const { name, answersInMs, registration, invitation, fit } = check
  return (
    <>
      <p className={styles.answer}>
        <span className={styles.letter} aria-hidden="true">
          {[...name][0]}
        </span>
        <b dir="auto">{name}</b>
        <span>{say('first-run.answers-in', { ms: answersInMs })}</span>
        {registration !== 'open' && <span>{say('first-run.by-invitation')}</span>}
      </p>
      {fit !== 'fits' && <p className={styles.fault}>{say(`first-run.version-${fit}`)}</p>}
      {invitation !== undefined && <InvitationLine invitation={invitation} server={name} />}
    </>
  )
}

function InvitationLine({ invitation, server }: { readonly invitation: Invitation; readonly server: string }) {
  const say = useWords()
  if (invitation.kind === 'dead') return <p className={styles.fault}>{say('first-run.invite-dead')}</p>
  const name = invitation.by
  return (
    <p className={styles.note}>
      {invitation.kind === 'room'
        ? richWords(say, 'invite.to-room', { name, room: invitation.room || say('rooms.unnamed') })
        : richWords(say, 'invite.to-server', { name, server })}
    </p>
  )
}

function hereWords(say: ReturnType<typeof useWords>, here: ServerCheck | undefined): string {
  if (here === undefined) return say('first-run.here-looking')
  return 'fault' in here ? say('first-run.here-none') : say('first-run.here-runs', { name: here.name })
}

function useHasAccounts(bridge: DesktopBridge): boolean {
  const [has, setHas] = useState(false)
  useEffect(() => void bridge.listAccounts().then((accounts) => setHas(accounts.length > 0)), [bridge])
  return has
}
