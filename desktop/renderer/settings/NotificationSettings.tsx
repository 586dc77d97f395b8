import { useState } from 'react'
import type { PlainKey } from '../../words/word-keys.ts'
import { Button } from '../look/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { askNotificationLeave, notificationLeave } from '../state/notifications.ts'
import { OptionRow } from './OptionRow.tsx'

const words = {
  desktop: 'settings.notices-on',
  granted: 'settings.notices-on',
  default: 'settings.notices-off',
  denied: 'settings.notices-denied',
  absent: 'settings.notices-absent',
} as const satisfies Readonly<Record<ReturnType<typeof notificationLeave>, PlainKey>>

export function NotificationSettings() {
  const say = useWords()
  const [leave, setLeave] = useState(notificationLeave)
  return (
    <OptionRow title={say('settings.notifications')} words={say(words[leave])}>
      {leave === 'default' && (
        <Button size="small" onClick={() => void askNotificationLeave().then(setLeave)}>
          {say('settings.turn-on')}
        </Button>
      )}
    </OptionRow>
  )
}
