import { Dialog } from '@base-ui/react/dialog'
import { Bell, LogOut, MonitorSmartphone, Moon, UserRound, X } from 'lucide-react'
import { IconButton } from '../look/IconButton.tsx'
import { type SettingsPage, showSettings, useView } from '../state/view-store.ts'
import { AccountSettings } from './AccountSettings.tsx'
import { AppearanceSettings } from './AppearanceSettings.tsx'
import { DeviceSettings } from './DeviceSettings.tsx'
import { NotificationSettings } from './NotificationSettings.tsx'
import { ProfileSettings } from './ProfileSettings.tsx'
import styles from './Settings.module.css'

const pages = [
  { page: 'profile', title: 'Profile', Icon: UserRound, Page: ProfileSettings },
  { page: 'notifications', title: 'Notifications', Icon: Bell, Page: NotificationSettings },
  { page: 'appearance', title: 'Appearance', Icon: Moon, Page: AppearanceSettings },
  { page: 'devices', title: 'Devices', Icon: MonitorSmartphone, Page: DeviceSettings },
  { page: 'account', title: 'Account', Icon: LogOut, Page: AccountSettings },
] as const satisfies readonly {
  readonly page: SettingsPage
  readonly title: string
  readonly [part: string]: unknown
}[]

/** Over the whole window; Escape goes back to where one was. */
export function Settings({ onClose }: { readonly onClose: () => void }) {
  const open = useView((view) => view.settingsPage)
  const { title, Page } = pages.find((each) => each.page === open) ?? pages[0]
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className={styles.settings}>
          <Dialog.Title className="visually-hidden">Settings</Dialog.Title>
          <nav className={styles.pages} aria-label="Settings">
            {pages.map(({ page, title: name, Icon }) => (
              <button
                type="button"
                key={page}
                aria-current={page === open ? 'page' : undefined}
                onClick={() => showSettings(page)}
              >
                <Icon aria-hidden="true" />
                <span>{name}</span>
              </button>
            ))}
          </nav>
          <main className={styles.main}>
            <div className={styles.column}>
              <h1>{title}</h1>
              <Page />
            </div>
          </main>
          <Dialog.Close render={<IconButton label="Close settings (Esc)" className={styles.close} />}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
