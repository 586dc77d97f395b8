import { useCallback, useEffect, useState } from 'react'
import type { Device } from '../../../common/http-contract/account-contract.ts'
import type { DeviceId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { listDevices, revokeDevice } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Problem } from '../look/Problem.tsx'
import { richWords } from '../look/rich-words.ts'
import { Tag } from '../look/Tag.tsx'
import { agoWords, fullTimeWords } from '../look/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { type Clock, useClock } from '../state/use-today.ts'
import styles from './DeviceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

/** Every place that is signed in to this account; each can be cut off. */
export function DeviceSettings() {
  const say = useWords()
  const [devices, setDevices] = useState<readonly Device[]>()
  const [problem, setProblem] = useState<string>()
  const load = useCallback(async () => {
    const listed = await listDevices()
    setProblem(listed.ok ? undefined : errorWords(say, listed.error))
    if (listed.ok) setDevices(listed.value)
  }, [say])
  useEffect(() => void load(), [load])
  const others = devices?.filter((device) => !device.current) ?? []
  const revoke = async (ids: readonly DeviceId[]) => {
    let reason: string | undefined
    for (const id of ids) {
      const revoked = await revokeDevice(id)
      if (!revoked.ok) reason = errorWords(say, revoked.error)
    }
    await load()
    if (reason !== undefined) setProblem(reason)
  }
  const clock = { ...useClock(), nowAt: Date.now() }
  return (
    <>
      <Problem words={problem}>
        {devices === undefined && (
          <Button look="word" onClick={() => void load()}>
            {say('look.try-again')}
          </Button>
        )}
      </Problem>
      <ul aria-label={say('settings.devices')} aria-busy={devices === undefined && problem === undefined}>
        {devices?.map((device) => (
          <li key={device.id}>
            <OptionRow
              title={
                <span className={styles.name}>
                  {device.name} {device.current && <Tag>{say('settings.this-device')}</Tag>}
                </span>
              }
              words={
                <span>
                  {richWords(say, 'settings.device-times', {
                    seen: <Ago at={device.lastSeenAt} clock={clock} />,
                    signedIn: <Ago at={device.createdAt} clock={clock} />,
                  })}
                </span>
              }
            >
              {!device.current && (
                <Button look="danger-word" size="small" onClick={() => void revoke([device.id])}>
                  {say('settings.sign-out')}
                </Button>
              )}
            </OptionRow>
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button
          look="danger-word"
          className={styles.all}
          onClick={() => void revoke(others.map((device) => device.id))}
        >
          {say('settings.sign-out-others')}
        </Button>
      )}
    </>
  )
}

function Ago({ at, clock }: { readonly at: number; readonly clock: Clock }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTimeWords(at, clock)}>
      {agoWords(at, clock)}
    </time>
  )
}
