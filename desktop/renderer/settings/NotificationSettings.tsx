import { useState } from 'react'
import type { NotificationSettings as Notices, NotifyLevel } from '../../settings/person-settings.ts'
import { notifyLevels } from '../../settings/person-settings.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Switch } from '../look/fields/Switch.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { untilWords } from '../look/wording/time-words.ts'
import { DifferingRooms } from '../notices/DifferingRooms.tsx'
import { OwnWords } from '../notices/OwnWords.tsx'
import { QuietHours } from '../notices/QuietHours.tsx'
import { TryCard } from '../notices/TryCard.tsx'
import { NoticeChangesContext, useNoticeChanges, useNoticeSettings, usePageChanges } from '../notices/use-notices.ts'
import { WhyCard } from '../notices/WhyCard.tsx'
import { useWords } from '../state/language-choice.ts'
import { askNotificationLeave, notificationLeave } from '../state/notifications.ts'
import { useClockNow } from '../state/use-today.ts'
import { ChoiceRow } from './ChoiceRow.tsx'
import styles from './NotificationSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

const roomLevels = {
  all: 'notices.all',
  mentions: 'notices.mentions-and-people',
  none: 'notices.none',
} as const satisfies Readonly<Record<NotifyLevel, PlainKey>>
const directLevels = {
  all: 'notices.all',
  mentions: 'notices.mentions',
  none: 'notices.none',
} as const satisfies Readonly<Record<NotifyLevel, PlainKey>>
const shows = {
  'name-and-text': 'notices.shows-text',
  name: 'notices.shows-name',
  nothing: 'notices.shows-nothing',
} as const satisfies Readonly<Record<Notices['shows'], PlainKey>>

/** Saved at once; what is not taken jumps back, and the page says why. */
export function NotificationSettings() {
  const say = useWords()
  const settings = useNoticeSettings()
  const changes = useNoticeChanges()
  const { change, problem } = changes
  const { defaults, sound } = settings
  return (
    <NoticeChangesContext value={changes}>
      <div className={styles.page}>
        <div className={styles.settings}>
          <Problem words={problem} />
          <Leave />
          <QuietNow />
          <div id="tell-about">
            <ChoiceRow<NotifyLevel>
              title={say('notices.tell-about')}
              words={say('notices.tell-about-means')}
              value={defaults.rooms}
              choices={notifyLevels.map((value) => ({ value, name: say(roomLevels[value]) }))}
              // Direct messages go along; the row below sets them apart.
              onChoose={(level) => change({ defaults: { rooms: level, direct: level === 'mentions' ? 'all' : level } })}
            />
          </div>
          <ChoiceRow<NotifyLevel>
            title={say('notices.direct')}
            words={say('notices.direct-means')}
            value={defaults.direct}
            choices={notifyLevels.map((value) => ({ value, name: say(directLevels[value]) }))}
            onChoose={(level) => change({ defaults: { direct: level } })}
          />
          <DifferingRooms />
          <OwnWords />
          <ChoiceRow<Notices['shows']>
            title={say('notices.shown')}
            words={say('notices.shown-means')}
            value={settings.shows}
            choices={(Object.keys(shows) as Notices['shows'][]).map((value) => ({ value, name: say(shows[value]) }))}
            onChoose={(chosen) => change({ shows: chosen })}
          />
          <OptionRow title={say('notices.sound')} words={say('notices.sound-means')}>
            <Switch label={say('notices.sound')} isOn={sound} onChange={(isOn) => change({ sound: isOn })} />
          </OptionRow>
          <QuietHours />
        </div>
        <div className={styles.cards}>
          <WhyCard />
          <TryCard />
        </div>
      </div>
    </NoticeChangesContext>
  )
}

const leaveWords = {
  default: 'settings.notices-off',
  denied: 'settings.notices-denied',
  absent: 'settings.notices-absent',
} as const

/** A browser asks once, and only after a click. */
function Leave() {
  const say = useWords()
  const [leave, setLeave] = useState(notificationLeave)
  if (leave === 'desktop' || leave === 'granted') return null
  return (
    <OptionRow title={say('notices.browser')} words={say(leaveWords[leave])}>
      {leave === 'default' && (
        <Button size="small" onClick={() => void askNotificationLeave().then(setLeave)}>
          {say('settings.turn-on')}
        </Button>
      )}
    </OptionRow>
  )
}

/** Asked for in a notification: until when, and the way back. */
function QuietNow() {
  const say = useWords()
  const clock = useClockNow()
  const { quietUntil = 0 } = useNoticeSettings()
  const { change } = usePageChanges()
  if (quietUntil <= clock.nowAt) return null
  return (
    <div id="quiet-now">
      <OptionRow
        title={say('notices.quiet-now')}
        words={say('notices.quiet-now-means', { time: untilWords(quietUntil, clock) })}
      >
        <Button look="quiet" size="small" onClick={() => change({ quietUntil: null })}>
          {say('notices.quiet-end')}
        </Button>
      </OptionRow>
    </div>
  )
}
