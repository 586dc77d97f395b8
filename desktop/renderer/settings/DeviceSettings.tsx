import { useCallback, useEffect, useState } from 'react'
import type { Device } from '../../../common/http-contract/account-contract.ts'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { listDevices, revokeDevice, revokeOtherDevices } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { AskRow } from '../look/states/AskRow.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import { DeviceRow } from './DeviceRow.tsx'
import styles from './DeviceSettings.module.css'

/** Every place that is signed in to this account, this one first; each of the others can be cut off. */
export function DeviceSettings() {
  const say = useWords()
  const [devices, setDevices] = useState<readonly Device[]>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const [isAskingAll, setIsAskingAll] = useState(false)
  const load = useCallback(async () => {
    const listed = await listDevices()
    setProblem(listed.ok ? undefined : errorWords(say, listed.error))
    if (listed.ok) setDevices(listed.value)
  }, [say])
  useEffect(() => void load(), [load])
  const own = devices?.filter(({ current }) => current) ?? []
  const others = devices?.filter(({ current }) => !current) ?? []
  const signOut = async (revoke: () => Promise<Result<unknown>>, done: string) => {
    setIsBusy(true)
    const revoked = await revoke()
    await load()
    setIsBusy(false)
    setIsAskingAll(false)
    if (revoked.ok) sayDone(done)
    else setProblem(errorWords(say, revoked.error))
  }
  const signOutAll = () => void signOut(revokeOtherDevices, say('settings.others-out', { count: others.length }))
  return (
    <>
      <p className={styles.lead}>{say('settings.devices-means')}</p>
      <Problem words={problem}>
        {devices === undefined && (
          <Button look="word" onClick={() => void load()}>
            {say('look.try-again')}
          </Button>
        )}
      </Problem>
      <section aria-busy={devices === undefined && problem === undefined}>
        {own.length > 0 && <h2 className={styles.label}>{say('settings.this-device')}</h2>}
        <ul aria-label={say('settings.this-device')}>
          {own.map((device) => (
            <li key={device.id}>
              <DeviceRow device={device} isBusy={isBusy} onSignOut={undefined} />
            </li>
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <section>
          <div className={styles.head}>
            <h2 className={styles.label}>{say('settings.other-devices')}</h2>
            {others.length > 1 && !isAskingAll && (
              <Button look="danger-word" size="small" onClick={() => setIsAskingAll(true)}>
                {say('settings.sign-out-others', { count: others.length })}
              </Button>
            )}
          </div>
          {isAskingAll && (
            <AskRow
              question={say('settings.sign-out-others-question', { count: others.length })}
              words={say('settings.devices-lose')}
              does={say('settings.sign-out')}
              isBusy={isBusy}
              onDo={signOutAll}
              onKeep={() => setIsAskingAll(false)}
            />
          )}
          <ul aria-label={say('settings.other-devices')}>
            {others.map((device) => (
              <li key={device.id}>
                <DeviceRow
                  device={device}
                  isBusy={isBusy}
                  onSignOut={() =>
                    void signOut(() => revokeDevice(device.id), say('settings.device-out', { device: device.name }))
                  }
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
