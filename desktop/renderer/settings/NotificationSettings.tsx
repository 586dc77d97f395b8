import { useState } from 'react'
import { Button } from '../look/Button.tsx'
import { askNotificationLeave, notificationLeave } from '../state/notifications.ts'
import { OptionRow } from './OptionRow.tsx'

const words = {
  desktop: 'On. Messages to you and mentions of you are told while you look elsewhere.',
  granted: 'On. Messages to you and mentions of you are told while you look elsewhere.',
  default: 'Off. The browser asks once whether Natter may.',
  denied: 'The browser has them turned off for this site. Its own settings can turn them on.',
  absent: 'This browser has no notifications.',
} as const

export function NotificationSettings() {
  const [leave, setLeave] = useState(notificationLeave)
  return (
    <OptionRow title="Notifications" words={words[leave]}>
      {leave === 'default' && (
        <Button size="small" onClick={() => void askNotificationLeave().then(setLeave)}>
          Turn on
        </Button>
      )}
    </OptionRow>
  )
}
