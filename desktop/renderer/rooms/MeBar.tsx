import { Settings, ShieldCheck } from 'lucide-react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { MyFace } from '../people/MyFace.tsx'
import { statusWords } from '../people/presence-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showAdmin, showSettings } from '../state/view-store.ts'
import styles from './MeBar.module.css'

export function MeBar() {
  const say = useWords()
  const me = useMe()
  const clock = useClock()
  const status = statusWords(say, me.status, clock, Date.now())
  return (
    <footer className={styles.bar}>
      <MyFace size={36} />
      <div>
        <b dir="auto">{me.displayName}</b>
        <span>{status === undefined ? <bdi>@{me.handle}</bdi> : <bdi>{status}</bdi>}</span>
      </div>
      {me.admin && (
        <IconButton label={say('admin.title')} onClick={() => showAdmin({ page: 'overview' })}>
          <ShieldCheck />
        </IconButton>
      )}
      <IconButton label={say('settings.title')} onClick={() => showSettings('profile')}>
        <Settings />
      </IconButton>
    </footer>
  )
}
