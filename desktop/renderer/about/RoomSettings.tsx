import { Archive, ArchiveRestore, Ban, Check, CircleX, Minus, Webhook } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { RoomSettings as Settings } from '../../room-command.ts'
import type { Words } from '../../words/words.ts'
import { changeRoom, putRoomPicture, removeRoomPicture } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Picker } from '../look/fields/Picker.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { spanOfSeconds } from '../look/wording/span-words.ts'
import { PictureChoice } from '../settings/PictureRow.tsx'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import { showAboutPage } from '../state/view-store.ts'
import { runsRoom } from './member-actions.ts'
import { rightsIn } from './own-rights.ts'
import styles from './RoomSettings.module.css'
import { SettingRow, TextSetting, useSaving } from './SettingRow.tsx'

type RoomSettingsProps = {
  readonly room: RoomFacts
  readonly onCloseRoom: () => void
}

/** What the room is and how it goes there. Whoever does not run it reads the same, and who may change it. */
export function RoomSettings({ room, onCloseRoom }: RoomSettingsProps) {
  const say = useWords()
  const mayChange = runsRoom(room)
  return (
    <div className={styles.settings}>
      {mayChange ? <Changeable room={room} /> : <Readable room={room} />}
      <Rights room={room} />
      <div className={styles.ways}>
        {mayChange && (
          <>
            <Button look="quiet" onClick={() => showAboutPage('bans')}>
              <Ban aria-hidden="true" />
              {say('about.bans')}
            </Button>
            <Button look="quiet" onClick={() => showAboutPage('webhooks')}>
              <Webhook aria-hidden="true" />
              {say('webhooks.title')}
            </Button>
            <ArchiveButton room={room} />
          </>
        )}
        {room.myRole === 'owner' && (
          <Button look="quiet" className={styles.close} onClick={onCloseRoom}>
            <CircleX aria-hidden="true" />
            {say('about.close-room')}
          </Button>
        )}
      </div>
    </div>
  )
}

const slowSteps = [0, 5, 10, 30, 60, 300, 900, 3_600] as const

function Changeable({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const save = (change: Settings) => changeRoom(room.id, change)
  const visibility = useSaving<'private' | 'public'>(room.visibility ?? 'private', (value) =>
    save({ visibility: value }),
  )
  const history = useSaving<'all' | 'joined'>(room.history ?? 'all', (value) => save({ history: value }))
  const posting = useSaving<'members' | 'admins'>(room.posting ?? 'members', (value) => save({ posting: value }))
  const slow = useSaving(room.slowModeSec ?? 0, (value) => save({ slowModeSec: value }))
  // Another client may have set what is not among the steps.
  const steps = [...new Set([...slowSteps, slow.shown])].sort((a, b) => a - b)
  return (
    <>
      <SettingRow title={say('about.picture')}>
        <PictureChoice
          hasPicture={room.avatar !== undefined}
          put={(picture) => putRoomPicture(room.id, picture)}
          remove={() => removeRoomPicture(room.id)}
        />
      </SettingRow>
      <TextSetting
        title={say('rooms.name')}
        value={room.name}
        maxLength={80}
        check={(name) => (name === '' ? say('rooms.needs-a-name') : undefined)}
        save={(name) => save({ name })}
      />
      <TextSetting
        title={say('about.topic')}
        words={say('about.topic-hint')}
        value={room.topic}
        maxLength={250}
        isLong
        save={(topic) => save({ topic })}
      />
      <SettingRow
        title={say('about.visibility')}
        words={say(`about.visibility-${visibility.shown}-means`)}
        problem={visibility.problem}
      >
        <Segmented
          label={say('about.visibility')}
          value={visibility.shown}
          choices={[
            { value: 'private', name: say('about.visibility-private') },
            { value: 'public', name: say('about.visibility-public') },
          ]}
          onChoose={visibility.choose}
        />
      </SettingRow>
      <SettingRow
        title={say('about.history')}
        words={say(`about.history-${history.shown}-means`)}
        problem={history.problem}
      >
        <Segmented
          label={say('about.history')}
          value={history.shown}
          choices={[
            { value: 'all', name: say('about.history-all') },
            { value: 'joined', name: say('about.history-joined') },
          ]}
          onChoose={history.choose}
        />
      </SettingRow>
      <SettingRow
        title={say('about.posting')}
        words={say(`about.posting-${posting.shown}-means`)}
        problem={posting.problem}
      >
        <Segmented
          label={say('about.posting')}
          value={posting.shown}
          choices={[
            { value: 'members', name: say('about.posting-members') },
            { value: 'admins', name: say('about.posting-admins') },
          ]}
          onChoose={posting.choose}
        />
      </SettingRow>
      <SettingRow title={say('about.slow-mode')} words={say('about.slow-mode-means')} problem={slow.problem}>
        <Picker
          label={say('about.slow-mode')}
          value={String(slow.shown)}
          choices={steps.map((seconds) => ({ value: String(seconds), name: slowWords(say, seconds) }))}
          onChoose={(seconds) => slow.choose(Number(seconds))}
        />
      </SettingRow>
    </>
  )
}

function Readable({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const { visibility = 'private', history = 'all', posting = 'members', slowModeSec = 0 } = room
  const rows = [
    ['about.visibility', say(`about.visibility-${visibility}`)],
    ['about.history', say(`about.history-${history}`)],
    ['about.posting', say(`about.posting-${posting}`)],
    ['about.slow-mode', slowWords(say, slowModeSec)],
  ] as const
  return (
    <>
      <dl className={styles.values}>
        {rows.map(([title, words]) => (
          <div key={title}>
            <dt>{say(title)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">{say('about.leaders-change')}</p>
    </>
  )
}

function slowWords(say: Words, seconds: number): string {
  return seconds === 0
    ? say('about.slow-mode-off')
    : say('about.slow-mode-of', { span: spanOfSeconds(seconds, say.locale) })
}

/** What I may do here, in sentences; what I may not is said as well. */
function Rights({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  return (
    <section className={styles.rights} aria-label={say('about.rights')}>
      <h3>{say('about.rights')}</h3>
      <ul>
        {rightsIn(room, Date.now()).map(({ words, has }) => (
          <li key={words} data-has={has}>
            {has ? <Check aria-hidden="true" /> : <Minus aria-hidden="true" />}
            {say(words)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function ArchiveButton({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const isArchived = room.archived === true
  const { choose, problem } = useSaving(isArchived, async (archived) => {
    const changed = await changeRoom(room.id, { archived })
    if (changed.ok && archived) {
      sayDone(say('about.archived-done'), () => void changeRoom(room.id, { archived: false }))
    }
    return changed
  })
  return (
    <>
      <Button look="quiet" onClick={() => choose(!isArchived)}>
        {isArchived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
        {say(isArchived ? 'about.restore' : 'about.archive')}
      </Button>
      <p className="hint">{say(isArchived ? 'about.restore-means' : 'about.archive-means')}</p>
      <Problem words={problem} />
    </>
  )
}
