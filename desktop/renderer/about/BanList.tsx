import { Ban } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { BanView } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { liftBan, listBans } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { dateWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf, type Users } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { type Clock, useClock } from '../state/use-today.ts'
import styles from './BanList.module.css'

/** Who may not come in, by whom and why, for those who run the room. */
export function BanList({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const roomId = room.id
  const loaded = useLoaded(useCallback(() => listBans(roomId), [roomId]))
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const lift = async ({ user }: BanView) => {
    setProblem(undefined)
    setIsBusy(true)
    const lifted = await liftBan(roomId, user)
    setIsBusy(false)
    if (!lifted.ok) return setProblem(errorWords(say, lifted.error))
    sayDone(say('about.ban-lifted', { name: nameOf(say, users, user) }))
    loaded.again()
  }
  const { value: bans } = loaded
  if (bans === undefined) {
    if (loaded.error === undefined) return <RowsSkeleton label={say('about.loading-bans')} />
    return <Broken title={say('about.bans-not-loaded')} words={say('about.messages-go-on')} onAgain={loaded.again} />
  }
  if (bans.length === 0) {
    return (
      <Centre
        picture={
          <IconTile size={56}>
            <Ban />
          </IconTile>
        }
        title={say('about.no-bans')}
      >
        {say('about.no-bans-hint')}
      </Centre>
    )
  }
  return (
    <div className={styles.list}>
      <Problem words={problem} />
      <ul aria-label={say('about.bans')}>
        {bans.map((ban) => (
          <li key={ban.user}>
            <PersonFace user={ban.user} />
            <div>
              <b dir="auto">{nameOf(say, users, ban.user)}</b>
              <span>{bannedWords(ban, { say, users, clock })}</span>
              {ban.reason !== undefined && ban.reason !== '' && <q dir="auto">{ban.reason}</q>}
            </div>
            <Button
              look="quiet"
              size="small"
              disabled={isBusy}
              aria-label={say('about.lift-ban-of', { name: nameOf(say, users, ban.user) })}
              onClick={() => void lift(ban)}
            >
              {say('about.lift-ban')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

type Reader = { readonly say: Words; readonly users: Users; readonly clock: Clock }

function bannedWords({ by, at }: BanView, { say, users, clock }: Reader): string {
  const date = at === undefined ? undefined : dateWords(at, clock)
  if (by === undefined) return date ?? ''
  const name = nameOf(say, users, by)
  return date === undefined ? say('about.banned-by', { name }) : say('about.banned-by-on', { name, date })
}
