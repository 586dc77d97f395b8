import { Settings } from 'lucide-react'
import { Avatar } from '../look/Avatar.tsx'
import { IconButton } from '../look/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { showSettings } from '../state/view-store.ts'
import styles from './MeBar.module.css'

export function MeBar() {
  const say = useWords()
  const me = useMe()
  return (
    <footer className={styles.bar}>
      <Avatar id={me.id} name={me.displayName} shape="person" />
      <div>
        <b dir="auto">{me.displayName}</b>
        <span>
          <bdi>@{me.handle}</bdi>
        </span>
      </div>
      <IconButton label={say('settings.title')} onClick={() => showSettings('profile')}>
        <Settings />
      </IconButton>
    </footer>
  )
}
