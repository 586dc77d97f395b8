import { isolateText } from '../../words/isolate-text.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Badge } from '../look/marks/Badge.tsx'
import { showAccount, useDesktopAccounts } from '../state/desktop-accounts.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './AccountBar.module.css'

/** Switches between the accounts of this computer, each with what is unread there. Not there where there is only one. */
export function AccountBar() {
  const say = useWords()
  const accounts = useDesktopAccounts()
  if (accounts.length < 2) return null
  // Of two on one server the letter of the server would tell nothing.
  const isAlone = (server: string) => accounts.filter(({ serverName }) => serverName === server).length < 2
  return (
    <nav className={styles.accounts} aria-label={say('accounts.title')}>
      {accounts.map(({ id, serverName, user, isShown, unread }) => {
        const name =
          user === undefined
            ? isolateText(serverName)
            : say('accounts.name', { name: user.displayName, server: serverName })
        return (
          <button
            key={id}
            type="button"
            className={styles.account}
            aria-current={isShown}
            aria-label={name}
            title={name}
            onClick={() => showAccount(id)}
          >
            <Avatar id={id} name={isAlone(serverName) ? serverName : (user?.displayName ?? serverName)} shape="room" />
            {!isShown && (
              <span className={styles.count}>
                <Badge {...unread} />
              </span>
            )}
          </button>
        )
      })}
    </nav>
  )
}
