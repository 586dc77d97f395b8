import { Menu } from '@base-ui/react/menu'
import { Bell, BellOff, Check } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { defaultLevel } from '../../settings/notify-rules.ts'
import { type NotifyLevel, notifyLevels } from '../../settings/person-settings.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import menu from '../look/popups/Menu.module.css'
import { useWords } from '../state/language-choice.ts'
import { type MuteSpan, muteEnd, muteSpans } from './mute-times.ts'
import { type NoticeChanges, useNoticeSettings } from './use-notices.ts'

export const levelWords = {
  all: 'notices.all',
  mentions: 'notices.mentions',
  none: 'notices.none',
} as const satisfies Readonly<Record<NotifyLevel, PlainKey>>
const spanWords = {
  hour: 'notices.mute-hour',
  morning: 'notices.mute-morning',
  week: 'notices.mute-week',
} as const satisfies Readonly<Record<MuteSpan, PlainKey>>

type RoomNoticeItemsProps = { readonly room: Pick<RoomFacts, 'id' | 'kind'>; readonly changes: NoticeChanges }

/** What a room tells, and for how long it is silent: the items of a menu. */
export function RoomNoticeItems({ room, changes }: RoomNoticeItemsProps) {
  const say = useWords()
  const settings = useNoticeSettings()
  const { level, mutedUntil = 0 } = settings.rooms[room.id] ?? {}
  const inherited = say(levelWords[defaultLevel(settings, room.kind)])
  const isMuted = mutedUntil > Date.now()
  const choose = (chosen: NotifyLevel | 'inherited') =>
    changes.setLevel(room.id, chosen === 'inherited' ? undefined : chosen)
  return (
    <>
      <Menu.RadioGroup value={level ?? 'inherited'} onValueChange={choose}>
        <Level value="inherited" words={say('notices.as-all', { level: inherited })} />
        {notifyLevels.map((each) => (
          <Level key={each} value={each} words={say(levelWords[each])} />
        ))}
      </Menu.RadioGroup>
      <Menu.Separator className={menu.separator} />
      {isMuted && (
        <Menu.Item className={menu.item} onClick={() => changes.unmute(room.id)}>
          <Bell aria-hidden="true" />
          {say('notices.unmute')}
        </Menu.Item>
      )}
      {muteSpans.map((span) => (
        <Menu.Item key={span} className={menu.item} onClick={() => changes.mute(room.id, muteEnd(span, new Date()))}>
          <BellOff aria-hidden="true" />
          {say(spanWords[span])}
        </Menu.Item>
      ))}
    </>
  )
}

function Level({ value, words }: { readonly value: NotifyLevel | 'inherited'; readonly words: string }) {
  return (
    <Menu.RadioItem className={menu.item} value={value} closeOnClick>
      <span className={menu.mark}>
        <Menu.RadioItemIndicator>
          <Check aria-hidden="true" />
        </Menu.RadioItemIndicator>
      </span>
      {words}
    </Menu.RadioItem>
  )
}
