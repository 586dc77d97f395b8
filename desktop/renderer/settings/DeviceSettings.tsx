import { useCallback, useEffect, useState } from 'react'
import type { Device } from '../../../common/http-contract/account-contract.ts'
import type { DeviceId } from '../../../common/ids.ts'
import { listDevices, revokeDevice } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { errorWords } from '../look/error-words.ts'
import { Problem } from '../look/Problem.tsx'
import { Tag } from '../look/Tag.tsx'
import { agoWords, fullTimeWords } from '../look/time-words.ts'
import styles from './DeviceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

/** Every place that is signed in to this account; each can be cut off. */
export function DeviceSettings() {
  const [devices, setDevices] = useState<readonly Device[]>()
  const [problem, setProblem] = useState<string>()
  const load = useCallback(async () => {
    const listed = await listDevices()
    setProblem(listed.ok ? undefined : errorWords(listed.error))
    if (listed.ok) setDevices(listed.value)
  }, [])
  useEffect(() => void load(), [load])
  const others = devices?.filter((device) => !device.current) ?? []
  const revoke = async (ids: readonly DeviceId[]) => {
    let reason: string | undefined
    for (const id of ids) {
      const revoked = await revokeDevice(id)
      if (!revoked.ok) reason = errorWords(revoked.error)
    }
    await load()
    if (reason !== undefined) setProblem(reason)
  }
  const nowAt = Date.now()
  return (
    <>
      <Problem words={problem}>
        {devices === undefined && (
          <Button look="word" onClick={() => void load()}>
            Try again
          </Button>
        )}
      </Problem>
      <ul aria-label="Devices" aria-busy={devices === undefined && problem === undefined}>
        {devices?.map((device) => (
          <li key={device.id}>
            <OptionRow
              title={
                <span className={styles.name}>
                  {device.name} {device.current && <Tag>This one</Tag>}
                </span>
              }
              words={
                <span title={fullTimeWords(device.lastSeenAt, { nowAt })}>
                  Last seen: {agoWords(device.lastSeenAt, { nowAt }).toLocaleLowerCase()} · signed in{' '}
                  {agoWords(device.createdAt, { nowAt }).toLocaleLowerCase()}
                </span>
              }
            >
              {!device.current && (
                <Button look="danger" size="small" onClick={() => void revoke([device.id])}>
                  Sign out
                </Button>
              )}
            </OptionRow>
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button look="danger" className={styles.all} onClick={() => void revoke(others.map((device) => device.id))}>
          Sign out all others
        </Button>
      )}
    </>
  )
}
