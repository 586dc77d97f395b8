import { Bot, CircleDot, Clock3, Smile } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { UserView } from '../../engine-contract.ts'
import { BotActions } from '../bots/BotActions.tsx'
import { listRoomsWith, loadProfile } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { copyText } from '../look/buttons/copy-text.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsBlocked, usePresence, useProfile } from '../state/people-selectors.ts'
import { hidePerson, showPerson } from '../state/person-card-store.ts'
import { useMe, useRooms, useUser, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import { showRoom, showSettings } from '../state/view-store.ts'
import { PersonActions } from './PersonActions.tsx'
import { ProfileCard } from './ProfileCard.tsx'
import { presenceWords, statusWords } from './presence-words.ts'
import { distanceWords, readZoneTime } from './zone-time.ts'

type ShownPersonProps = {
  readonly user: UserId
  readonly mainRef: React.RefObject<HTMLButtonElement | null>
}

/** The card's content: at once what is known here, and what they say of themselves as soon as it has come. */
export function ShownPerson({ user, mainRef }: ShownPersonProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const rooms = useRooms()
  const known = useUser(user)
  const isMe = user === me.id
  const isBlocked = useIsBlocked(user)
  const together = useRoomsWith(isMe ? undefined : user)
  const profile = useLoadedProfile(user)
  const person = isMe ? { ...me, nickname: undefined } : known
  const bot = useBotFacts(known)
  const facts = useFacts(user, profile?.timeZone)
  if (person === undefined) return null
  return (
    <ProfileCard
      person={person}
      bio={profile?.bio}
      facts={bot ?? facts}
      rooms={together?.flatMap((id) => (rooms[id] ? [{ id, name: roomTitleOf(say, rooms[id], users) }] : []))}
      onRoom={(room) => {
        hidePerson()
        showRoom(room as RoomId)
      }}
      onEdit={
        isMe
          ? () => {
              hidePerson()
              showSettings('profile')
            }
          : undefined
      }
      onCopy={() => {
        void copyText(`@${person.handle}`).then((isCopied) =>
          sayDone(say(isCopied ? 'people.handle-copied' : 'look.not-copied')),
        )
      }}
      mainRef={mainRef}
    >
      {!isMe &&
        person.deleted !== true &&
        (person.bot === true ? (
          <BotActions bot={person} isBlocked={isBlocked} mainRef={mainRef} />
        ) : (
          <PersonActions person={person} isBlocked={isBlocked} mainRef={mainRef} />
        ))}
    </ProfileCard>
  )
}

/** Of a program: who answers for it. Undefined: it is none. */
function useBotFacts(person: UserView | undefined) {
  const say = useWords()
  const users = useUsers()
  if (person?.bot !== true) return undefined
  const { maker } = person
  const words =
    maker === undefined
      ? say('bots.answers-nobody')
      : richWords(say, 'bots.made-by', {
          maker: (
            <Button look="word" size="small" onClick={(event) => showPerson(maker, event.currentTarget)}>
              {nameOf(say, users, maker)}
            </Button>
          ),
        })
  return [{ key: 'bot', icon: <Bot aria-hidden="true" />, words }]
}

function useFacts(user: UserId, timeZone: string | undefined) {
  const say = useWords()
  const clock = useClock()
  const presence = usePresence(user)
  const nowAt = Date.now()
  const there = timeZone === undefined ? undefined : readZoneTime(timeZone, { ...clock, nowAt })
  const status = statusWords(say, presence?.status, clock, nowAt)
  return [
    ...(status === undefined
      ? []
      : [{ key: 'status', icon: <Smile aria-hidden="true" />, words: <bdi>{status}</bdi> }]),
    ...(there === undefined
      ? []
      : [
          {
            key: 'time',
            icon: <Clock3 aria-hidden="true" />,
            words: (
              <>
                {richWords(say, 'people.local-time', { time: <b>{there.time}</b>, city: there.city })},{' '}
                {distanceWords(say, there)}
              </>
            ),
          },
        ]),
    // Read aloud the dot says nothing.
    ...(status === undefined
      ? [
          {
            key: 'presence',
            icon: <CircleDot aria-hidden="true" />,
            words: presenceWords(say, presence, clock, nowAt),
          },
        ]
      : []),
  ]
}

/** What is known is shown meanwhile. */
function useLoadedProfile(user: UserId) {
  useEffect(() => {
    void loadProfile(user)
  }, [user])
  return useProfile(user)
}

/** Rooms of several that we are both in; none while it is my own card. */
function useRoomsWith(user: UserId | undefined): readonly RoomId[] | undefined {
  const [rooms, setRooms] = useState<readonly RoomId[]>()
  useEffect(() => {
    let isGone = false
    if (user !== undefined) {
      void listRoomsWith(user).then((listed) => {
        if (listed.ok && !isGone) setRooms(listed.value)
      })
    }
    return () => {
      isGone = true
    }
  }, [user])
  return rooms
}
