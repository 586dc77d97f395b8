import { useState } from 'react'
import type { ServerSettings } from '../../../../common/http-contract/server-settings-contract.ts'
import type { Result } from '../../../../common/result.ts'
import type { ChosenSettings } from '../../../engine-command.ts'
import { errorWords } from '../../../words/error-words.ts'
import { changeServerSettings, loadServerSettings } from '../../commands.ts'
import { Segmented } from '../../look/fields/Segmented.tsx'
import { Switch } from '../../look/fields/Switch.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { useWords } from '../../state/language-choice.ts'
import { AdminHead } from '../frame/AdminHead.tsx'
import { NumberSetting } from './NumberSetting.tsx'
import { megabyte, megabytesOf, mostMegabytes } from './number-entry.ts'
import { RetentionSetting } from './RetentionSetting.tsx'
import { ServerSettingRow } from './ServerSettingRow.tsx'
import styles from './ServerSettingsPage.module.css'

/** How the server is set, each with what it means for what there is. Saved at once, over restarts. */
export function ServerSettingsPage() {
  const say = useWords()
  const loaded = useLoaded(loadServerSettings)
  const [changed, setChanged] = useState<ChosenSettings>()
  const settings = changed ?? loaded.value
  const save = async (change: Partial<ServerSettings>): Promise<Result<unknown>> => {
    const saved = await changeServerSettings(change)
    if (saved.ok) setChanged(saved.value)
    return saved
  }
  return (
    <>
      <AdminHead title={say('admin.settings')} />
      {settings === undefined && loaded.error === undefined && <RowsSkeleton label={say('admin.loading')} />}
      {settings === undefined && loaded.error !== undefined && (
        <Broken title={say('server-set.not-loaded')} words={errorWords(say, loaded.error)} onAgain={loaded.again} />
      )}
      {settings !== undefined && (
        <div className={styles.settings}>
          <h2>{say('server-set.who-comes')}</h2>
          <Accounts settings={settings} save={save} />
          <h2>{say('server-set.what-stays')}</h2>
          <RetentionSetting days={settings.retentionDays} save={save} />
          <h2>{say('server-set.how-much')}</h2>
          <NumberSetting
            title={say('server-set.memberCap')}
            means={say('server-set.memberCap-means')}
            value={settings.memberCap}
            min={2}
            max={1_000}
            save={(memberCap) => save({ memberCap })}
          />
          <NumberSetting
            title={say('server-set.fileBytes')}
            means={say('server-set.fileBytes-means')}
            value={megabytesOf(settings.fileBytes)}
            min={1}
            max={mostMegabytes}
            unit={say('server-set.megabytes')}
            save={(megabytes) => save({ fileBytes: megabytes * megabyte })}
          />
        </div>
      )}
    </>
  )
}

type AccountsProps = {
  readonly settings: ServerSettings
  readonly save: (change: Partial<ServerSettings>) => Promise<Result<unknown>>
}

function Accounts({ settings, save }: AccountsProps) {
  const say = useWords()
  return (
    <>
      <ServerSettingRow
        title={say('server-set.registration')}
        value={settings.registration}
        means={(value) => say(`server-set.registration-${value}-means`)}
        save={(registration) => save({ registration })}
      >
        {(value, choose) => (
          <Segmented
            label={say('server-set.registration')}
            value={value}
            choices={(['open', 'invite', 'closed'] as const).map((each) => ({
              value: each,
              name: say(`server-set.registration-${each}`),
            }))}
            onChoose={choose}
          />
        )}
      </ServerSettingRow>
      <ServerSettingRow
        title={say('server-set.memberInvites')}
        value={settings.memberInvites}
        means={(value) => say(value ? 'server-set.memberInvites-true-means' : 'server-set.memberInvites-false-means')}
        save={(memberInvites) => save({ memberInvites })}
      >
        {(value, choose) => <Switch label={say('server-set.memberInvites')} isOn={value} onChange={choose} />}
      </ServerSettingRow>
      <ServerSettingRow
        title={say('server-set.contacts')}
        value={settings.contacts}
        means={(value) => say(`server-set.contacts-${value}-means`)}
        save={(contacts) => save({ contacts })}
      >
        {(value, choose) => (
          <Segmented
            label={say('server-set.contacts')}
            value={value}
            choices={(['open', 'request'] as const).map((each) => ({
              value: each,
              name: say(`server-set.contacts-${each}`),
            }))}
            onChoose={choose}
          />
        )}
      </ServerSettingRow>
      <ServerSettingRow
        title={say('server-set.bots')}
        value={settings.bots}
        means={(value) => say(`server-set.bots-${value}-means`)}
        save={(bots) => save({ bots })}
      >
        {(value, choose) => (
          <Segmented
            label={say('server-set.bots')}
            value={value}
            choices={(['admins', 'everyone'] as const).map((each) => ({
              value: each,
              name: say(`server-set.bots-${each}`),
            }))}
            onChoose={choose}
          />
        )}
      </ServerSettingRow>
    </>
  )
}
