import { useState } from 'react'
import type { ChangeMeBody } from '../../../common/http-contract/account-contract.ts'
import type { PresenceWish } from '../../../common/http-contract/profile-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { changeMe, changeSettings } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { useAreContactsOpen } from '../state/people-selectors.ts'
import { useMe } from '../state/room-selectors.ts'
import { showPeople } from '../state/view-store.ts'
import { KeptDataRow } from '../told/KeptDataRow.tsx'
import { NoticeList } from '../told/NoticeList.tsx'
import { ChoiceRow } from './ChoiceRow.tsx'
import { MyReports } from './MyReports.tsx'
import { OptionRow } from './OptionRow.tsx'

const wishes = {
  auto: { name: 'settings.presence-auto', means: 'settings.presence-auto-means' },
  away: { name: 'settings.presence-away', means: 'settings.presence-away-means' },
  dnd: { name: 'settings.presence-dnd', means: 'settings.presence-dnd-means' },
  invisible: { name: 'settings.presence-invisible', means: 'settings.presence-invisible-means' },
} as const

const switches = [
  { field: 'receipts', title: 'settings.receipts', means: 'settings.receipts-means' },
  { field: 'typing', title: 'settings.typing', means: 'settings.typing-means' },
  { field: 'lastSeen', title: 'settings.last-here', means: 'settings.last-here-means' },
] as const
const allShown = { receipts: true, typing: true, lastSeen: true }

/** What others see without its being said: saved at once, and as it was where that fails. */
export function PrivacySettings() {
  const say = useWords()
  const me = useMe()
  const isOpen = useAreContactsOpen()
  const [changing, setChanging] = useState<ChangeMeBody>({})
  const [problem, setProblem] = useState<string>()
  const hasNoPreviews = useSlice('settings', ({ linkPreviews }) => linkPreviews.isOff === true)
  const wish = changing.presence ?? me.presence ?? 'auto'
  const privacy = { ...allShown, ...me.privacy, ...changing.privacy }
  const change = async (wanted: ChangeMeBody) => {
    setChanging(wanted)
    const changed = await changeMe(wanted)
    setProblem(changed.ok ? undefined : errorWords(say, changed.error))
    // From here on it is what the server says.
    setChanging({})
  }
  return (
    <>
      <Problem words={problem} />
      <ChoiceRow<PresenceWish>
        title={say('settings.presence')}
        words={say(wishes[wish].means)}
        value={wish}
        choices={(Object.keys(wishes) as PresenceWish[]).map((value) => ({ value, name: say(wishes[value].name) }))}
        onChoose={(presence) => void change({ presence })}
      />
      {switches.map(({ field, title, means }) => (
        <ChoiceRow<'on' | 'off'>
          key={field}
          title={say(title)}
          words={say(means)}
          value={privacy[field] ? 'on' : 'off'}
          choices={[
            { value: 'on', name: say('settings.on') },
            { value: 'off', name: say('settings.off') },
          ]}
          onChoose={(value) => void change({ privacy: { [field]: value === 'on' } })}
        />
      ))}
      <ChoiceRow<'on' | 'off'>
        title={say('settings.link-previews')}
        words={say('settings.link-previews-means')}
        value={hasNoPreviews ? 'off' : 'on'}
        choices={[
          { value: 'on', name: say('settings.on') },
          { value: 'off', name: say('settings.off') },
        ]}
        onChoose={(value) => void changeSettings({ linkPreviews: { isOff: value === 'off' } })}
      />
      <OptionRow
        title={say('settings.who-may-write')}
        words={say(isOpen ? 'settings.everybody-may-write' : 'settings.contacts-may-write')}
      >
        <Button look="quiet" size="small" onClick={() => showPeople('blocked')}>
          {say('settings.see-blocked')}
        </Button>
      </OptionRow>
      <KeptDataRow />
      <NoticeList />
      <MyReports />
    </>
  )
}
