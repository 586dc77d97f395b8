import { Dialog } from '@base-ui/react/dialog'
import { Bell, Bot, HardDrive, Info, Lock, LogOut, MonitorSmartphone, Moon, UserRound, X } from 'lucide-react'
import type { PlainKey } from '../../words/word-keys.ts'
import { BotSettings } from '../bots/BotSettings.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { SaidLine } from '../look/states/SaidLine.tsx'
import { useWords } from '../state/language-choice.ts'
import { type SettingsPage, showSettings, useView } from '../state/view-store.ts'
import { AboutSettings } from './AboutSettings.tsx'
import { AccountSettings } from './AccountSettings.tsx'
import { AppearanceSettings } from './AppearanceSettings.tsx'
import { DeviceSettings } from './DeviceSettings.tsx'
import { NotificationSettings } from './NotificationSettings.tsx'
import { PrivacySettings } from './PrivacySettings.tsx'
import { ProfileSettings } from './ProfileSettings.tsx'
import styles from './Settings.module.css'
import { StorageSettings } from './StorageSettings.tsx'

const pages = [
  { page: 'profile', title: 'settings.profile', Icon: UserRound, Page: ProfileSettings },
  { page: 'notifications', title: 'settings.notifications', Icon: Bell, Page: NotificationSettings },
  { page: 'appearance', title: 'settings.appearance', Icon: Moon, Page: AppearanceSettings },
  { page: 'privacy', title: 'settings.privacy', Icon: Lock, Page: PrivacySettings },
  { page: 'devices', title: 'settings.devices', Icon: MonitorSmartphone, Page: DeviceSettings },
  { page: 'storage', title: 'settings.storage', Icon: HardDrive, Page: StorageSettings },
  { page: 'bots', title: 'bots.title', Icon: Bot, Page: BotSettings },
  { page: 'account', title: 'settings.account', Icon: LogOut, Page: AccountSettings },
  { page: 'about', title: 'settings.about', Icon: Info, Page: AboutSettings },
] as const satisfies readonly {
  readonly page: SettingsPage
  readonly title: PlainKey
  readonly [part: string]: unknown
}[]

/** Over the whole window; Escape goes back to where one was. */
export function Settings({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const open = useView((view) => view.settingsPage)
  const line = useTabLine(open)
  const { title, Page } = pages.find((each) => each.page === open) ?? pages[0]
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className={styles.settings}>
          <nav ref={line} className={styles.pages} aria-label={say('settings.title')}>
            <Dialog.Title className={styles.title}>{say('settings.title')}</Dialog.Title>
            {pages.map(({ page, title: name, Icon }) => (
              <button
                type="button"
                key={page}
                aria-current={page === open ? 'page' : undefined}
                onClick={() => showSettings(page)}
              >
                <Icon aria-hidden="true" />
                <span>{say(name)}</span>
              </button>
            ))}
          </nav>
          <main className={styles.main}>
            <div className={styles.column} data-wide={open === 'notifications'}>
              <h1>{say(title)}</h1>
              <Page />
            </div>
          </main>
          <SaidLine />
          <Dialog.Close render={<IconButton label={say('settings.close')} className={styles.close} />}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
