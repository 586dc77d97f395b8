import { ArrowLeft, Bot, Link, Server, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RoomReachAnswer } from '../../../common/http-contract/reach-contract.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { runsRoom } from '../about/member-actions.ts'
import { listInvites, loadReach } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import page from '../look/panes/Page.module.css'
import { composerElement } from '../look/popups/focus-back.ts'
import { Broken } from '../look/states/Broken.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import { showAboutPage, showLens } from '../state/view-store.ts'
import { ProveCard } from './ProveCard.tsx'
import styles from './ReachLens.module.css'
import { arrivalWords, deviceWords, keyWords, linkWords, reachTitle, serviceWords, splitBots } from './reach-words.ts'

/** Who can read a room, from the credentials that were issued: a sentence with numbers, then who and why. */
export function ReachLens({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const roomId = room.id
  const loaded = useLoaded(useCallback(() => loadReach(roomId), [roomId]))
  const back = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => {
    showLens(false)
    requestAnimationFrame(() => composerElement()?.focus())
  }, [])
  useEffect(() => {
    back.current?.focus()
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role=dialog], [role=menu]') === null) close()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [close])
  return (
    <main className={page.page} data-region="lens" aria-label={say('lens.title')}>
      <header className={`${page.head} ${styles.head}`}>
        <IconButton ref={back} label={say('lens.back')} className={styles.back} onClick={close}>
          <ArrowLeft />
        </IconButton>
        <div>
          <h1>{say('lens.title')}</h1>
          <p dir="auto">{title}</p>
        </div>
        <IconButton label={say('look.close')} onClick={close}>
          <X />
        </IconButton>
      </header>
      <div className={styles.body}>
        {loaded.value === undefined ? (
          loaded.error === undefined ? (
            <RowsSkeleton label={say('lens.loading')} />
          ) : (
            <Broken title={say('lens.not-loaded')} words={say('lens.still-kept')} onAgain={loaded.again} />
          )
        ) : (
          <div className={styles.columns}>
            <Reached room={room} reach={loaded.value} />
            <ProveCard room={room} />
          </div>
        )}
      </div>
    </main>
  )
}

const firstShown = 6

function Reached({ room, reach }: { readonly room: RoomFacts; readonly reach: RoomReachAnswer }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const me = useMe().id
  const [isWhole, setIsWhole] = useState(false)
  const reader = { say, users, me, clock }
  const { people, bots } = splitBots(reach)
  const devices = people.reduce((count, user) => count + user.devices.length, 0)
  const shown = isWhole ? people : people.slice(0, firstShown)
  const rest = people.length - shown.length
  return (
    <div className={styles.who}>
      <h2 className={styles.sentence}>{reachTitle(say, reach)}</h2>
      <p className={styles.nobody}>
        {say('lens.nobody-else')}{' '}
        {say(
          room.kind === 'direct'
            ? 'lens.two-only'
            : room.history === 'joined'
              ? 'lens.newcomers-joined'
              : 'lens.newcomers-all',
        )}
      </p>
      <section aria-label={say('about.people')}>
        <h3 className={styles.label}>
          {say('about.people')}
          <span>{say('lens.on-devices', { people: people.length, devices })}</span>
        </h3>
        <ul>
          {shown.map((one) => (
            <li key={one.user} className={styles.row}>
              <PersonFace user={one.user} />
              <div>
                <b dir="auto">
                  {one.user === me ? say('about.you', { name: nameOf(say, users, me) }) : nameOf(say, users, one.user)}
                </b>
                <small>{arrivalWords(one, reader)}</small>
              </div>
              <small className={styles.end}>{deviceWords(say, one)}</small>
            </li>
          ))}
        </ul>
        {rest > 0 && (
          <Button look="word" onClick={() => setIsWhole(true)}>
            {say('lens.show-all', { count: people.length })}
          </Button>
        )}
      </section>
      {bots.length > 0 && (
        <section aria-label={say('bots.title')}>
          <h3 className={styles.label}>
            {say('bots.title')}
            <span>{bots.length}</span>
          </h3>
          <ul>
            {bots.map((one) => {
              const maker = users[one.user]?.maker
              return (
                <li key={one.user} className={styles.row}>
                  <PersonFace user={one.user} />
                  <div>
                    <b dir="auto">{nameOf(say, users, one.user)}</b>
                    <small>{arrivalWords(one, reader)}</small>
                    {maker !== undefined && (
                      <small>
                        {say('lens.bot-of', { maker: maker === me ? 'you' : 'other', name: nameOf(say, users, maker) })}
                      </small>
                    )}
                  </div>
                  <small className={styles.end}>{keyWords(say, one)}</small>
                </li>
              )
            })}
          </ul>
        </section>
      )}
      <section aria-label={say('lens.server-itself')}>
        <h3 className={styles.label}>
          {say('lens.server-itself')}
          <span>{reach.services.length}</span>
        </h3>
        <ul>
          {reach.services.map((service) => {
            const { name, why } = serviceWords(say, service)
            return (
              <li key={service.name} className={styles.row}>
                <IconTile>{service.name.startsWith('bot') ? <Bot /> : <Server />}</IconTile>
                <div>
                  <b>{name}</b>
                  <small>{why}</small>
                </div>
              </li>
            )
          })}
        </ul>
        <p className="hint">{say('lens.operators')}</p>
      </section>
      {runsRoom(room) && <OpenLinks room={room} />}
    </div>
  )
}

/** Who might still come in without being asked for. */
function OpenLinks({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const clock = useClock()
  const roomId = room.id
  const { value } = useLoaded(useCallback(() => listInvites(roomId), [roomId]))
  if (value === undefined || value.length === 0) return null
  const change = () => {
    showLens(false)
    showAboutPage('invite')
  }
  return (
    <div className={styles.links}>
      <Link aria-hidden="true" />
      <p>{linkWords(value, { say, clock })}</p>
      <Button look="word" onClick={change}>
        {say('about.change-links')}
      </Button>
    </div>
  )
}
