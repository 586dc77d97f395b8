import { TriangleAlert } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { InviteView, MadeInvite } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { listInvites, makeInvite, withdrawInvite } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { CopyButton } from '../look/buttons/CopyButton.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { untilWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { keepInvite, useMadeInvite } from '../state/made-invites.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { type Clock, useClock } from '../state/use-today.ts'
import { InviteTerms, type InviteTermsWanted } from './InviteTerms.tsx'
import { isLoopback } from './loopback-address.ts'
import styles from './RoomInvites.module.css'

const lives = [3_600, 86_400, 7 * 86_400, 30 * 86_400] as const

/** A link that whoever has it comes in by: until when, for how many, and how many came. */
export function InviteLinks({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const clock = useClock()
  const made = useMadeInvite(room.id)
  const roomId = room.id
  const loaded = useLoaded(useCallback(() => listInvites(roomId), [roomId]))
  const [wanted, setWanted] = useState<InviteTermsWanted>({ expiresInSec: 7 * 86_400, uses: 10 })
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  const make = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const answer = await makeInvite(roomId, wanted)
    setIsBusy(false)
    if (!answer.ok) return setProblem(errorWords(say, answer.error))
    keepInvite(roomId, answer.value)
    loaded.again()
  }
  const turnOff = async (invite: InviteView) => {
    setProblem(undefined)
    setIsBusy(true)
    const gone = await withdrawInvite(invite.id)
    setIsBusy(false)
    // Gone already is gone.
    if (!gone.ok && gone.error.code !== 'invite-invalid') return setProblem(errorWords(say, gone.error))
    if (made?.id === invite.id) keepInvite(roomId, undefined)
    sayDone(say('about.link-off'))
    loaded.again()
  }
  const listed = loaded.value ?? []
  const own = made && { ...made, used: listed.find(({ id }) => id === made.id)?.used ?? made.used }
  const others = listed.filter(({ id }) => id !== made?.id)
  return (
    <section className={styles.link} aria-label={say('about.invite-link')}>
      <h3>{say('about.invite-link')}</h3>
      <p>{say('about.invite-link-means')}</p>
      {own !== undefined && <MadeLink invite={own} clock={clock} isBusy={isBusy} onTurnOff={() => void turnOff(own)} />}
      <InviteTerms wanted={wanted} lives={lives} onChoose={setWanted} />
      <Problem words={problem} />
      <Button look={own === undefined ? 'main' : 'quiet'} disabled={isBusy} onClick={() => void make()}>
        {say(own === undefined ? 'about.make-link' : 'about.new-link')}
      </Button>
      {loaded.error !== undefined && (
        <Problem words={say('about.links-not-loaded')}>
          <Button look="word" onClick={loaded.again}>
            {say('look.try-again')}
          </Button>
        </Problem>
      )}
      {others.length > 0 && (
        <ul className={styles.others} aria-label={say('about.other-links')}>
          {others.map((invite) => (
            <OtherLink key={invite.id} invite={invite} isBusy={isBusy} onTurnOff={() => void turnOff(invite)} />
          ))}
        </ul>
      )}
    </section>
  )
}

type LinkProps = { readonly isBusy: boolean; readonly onTurnOff: () => void }

function MadeLink({
  invite,
  clock,
  isBusy,
  onTurnOff,
}: LinkProps & { readonly invite: MadeInvite; readonly clock: Clock }) {
  const say = useWords()
  const isOver = isDead(invite)
  return (
    <>
      <div className={styles.address} data-over={isOver}>
        <code title={invite.url}>{invite.url.replace(/^https?:\/\//, '')}</code>
        {!isOver && <CopyButton text={invite.url} />}
      </div>
      {isLoopback(invite.url) && (
        <p className={styles.warn} role="note">
          <TriangleAlert aria-hidden="true" /> <span>{say('about.link-loopback')}</span>
        </p>
      )}
      {invite.uses !== undefined && (
        <div className={styles.bar} aria-hidden="true">
          <i style={{ inlineSize: `${Math.min(100, (100 * invite.used) / invite.uses)}%` }} />
        </div>
      )}
      <p className={styles.line}>{cameWords(say, invite, clock)}</p>
      {!isOver && (
        <div className={styles.acts}>
          <Button look="danger-word" disabled={isBusy} onClick={onTurnOff}>
            {say('about.turn-off')}
          </Button>
        </div>
      )}
    </>
  )
}

/** One that somebody made before: where it leads is known to whoever has it, and to nobody else. */
function OtherLink({ invite, isBusy, onTurnOff }: LinkProps & { readonly invite: InviteView }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  return (
    <li>
      <span>{say('about.link-by', { name: nameOf(say, users, invite.by) })}</span>
      <span className={styles.line}>{cameWords(say, invite, clock)}</span>
      <div className={styles.acts}>
        <Button look="danger-word" disabled={isBusy} onClick={onTurnOff}>
          {say('about.turn-off')}
        </Button>
      </div>
    </li>
  )
}

function isDead({ expiresAt, uses, used }: InviteView): boolean {
  return expiresAt <= Date.now() || (uses !== undefined && used >= uses)
}

function cameWords(say: Words, { used, uses, expiresAt }: InviteView, clock: Clock): string {
  const came = uses === undefined ? say('about.came', { used }) : say('about.came-of', { used, uses })
  if (expiresAt <= Date.now()) return `${came} ${say('about.link-ended')}`
  if (uses !== undefined && used >= uses) return `${came} ${say('about.link-spent')}`
  return `${came} ${say('about.link-until', { time: untilWords(expiresAt, clock) })}`
}
