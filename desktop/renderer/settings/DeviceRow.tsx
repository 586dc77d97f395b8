import { Globe, Laptop, Smartphone } from 'lucide-react'
import { useState } from 'react'
import type { Device } from '../../../common/http-contract/account-contract.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { AskRow } from '../look/states/AskRow.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useClockNow } from '../state/use-today.ts'
import { Ago } from './Ago.tsx'
import styles from './DeviceSettings.module.css'

const staleMs = 30 * 86_400_000

type DeviceRowProps = {
  readonly device: Device
  readonly isBusy: boolean
  readonly onSignOut: (() => void) | undefined
}

/** One place that is signed in; asks in its own place before it is signed out. */
export function DeviceRow({ device, isBusy, onSignOut }: DeviceRowProps) {
  const say = useWords()
  const clock = useClockNow()
  const [isAsking, setIsAsking] = useState(false)
  const { name, createdAt, lastSeenAt, current } = device
  const Icon = iconOf(name)
  const isStale = clock.nowAt - lastSeenAt > staleMs
  if (isAsking && onSignOut !== undefined) {
    return (
      <AskRow
        picture={
          <IconTile look="bare">
            <Icon />
          </IconTile>
        }
        question={say('settings.sign-out-device', { device: name })}
        words={say('settings.device-loses')}
        does={say('settings.sign-out')}
        isBusy={isBusy}
        onDo={onSignOut}
        onKeep={() => setIsAsking(false)}
      />
    )
  }
  return (
    <div className={styles.device}>
      <IconTile>
        <Icon />
      </IconTile>
      <div>
        <b dir="auto">{name}</b>
        <p>{richWords(say, 'settings.signed-in', { when: <Ago at={createdAt} clock={clock} /> })}</p>
      </div>
      {current ? (
        <span className={styles.here}>{say('settings.here-now')}</span>
      ) : (
        <span className={styles.seen} data-stale={isStale}>
          <span className="visually-hidden">{say('settings.last-seen')} </span>
          <Ago at={lastSeenAt} clock={clock} />
        </span>
      )}
      {onSignOut !== undefined && (
        <Button look="danger-word" size="small" onClick={() => setIsAsking(true)}>
          {say('settings.sign-out')}
        </Button>
      )}
    </div>
  )
}

/** By what it calls itself: "Firefox on Windows", "Natter on Linux". */
function iconOf(name: string) {
  if (/android|iphone|ipad|ios\b/i.test(name)) return Smartphone
  return /^natter/i.test(name) ? Laptop : Globe
}
