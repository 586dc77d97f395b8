import { ArrowLeft, PanelRight, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'

import { IconButton } from '../look/buttons/IconButton.tsx'
import page from '../look/panes/Page.module.css'
import { richWords } from '../look/wording/rich-words.ts'
import { RoomBell } from '../notices/RoomBell.tsx'
import { PersonFace } from '../people/PersonFace.tsx'
import { PersonLine } from '../people/PersonLine.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import { useBotCount, useHereCount } from '../state/here-count.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomTitle } from '../state/room-selectors.ts'
import { singleRoom } from '../state/single-room.ts'
import { showAbout, showFind, showRoom, useView } from '../state/view-store.ts'
import styles from './ConversationHeader.module.css'

export function ConversationHeader({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const aboutOpen = useView((view) => view.aboutOpen)
  const isFinding = useView((view) => view.findOpen)
  const { counterpart } = room
  const bots = useBotCount(room.id)
  const here = useHereCount(room.id)
  return (
    <header className={`${page.head} ${styles.head}`}>
      {singleRoom === undefined && (
        <IconButton label={say('conversation.back')} className={styles.back} onClick={() => showRoom(undefined)}>
          <ArrowLeft />
        </IconButton>
      )}
      {counterpart === undefined ? <RoomFace room={room} /> : <PersonFace user={counterpart} hasPresence />}
      <div className={styles.text}>
        <h1 dir="auto">{title}</h1>
        {counterpart === undefined ? <p>{subtitleOf(say, room, { bots, here })}</p> : <PersonLine user={counterpart} />}
      </div>
      <IconButton
        label={say('search.in-this-room')}
        aria-keyshortcuts="Control+F"
        aria-pressed={isFinding}
        onClick={() => showFind(!isFinding)}
      >
        <Search />
      </IconButton>
      <RoomBell room={room} />
      <IconButton label={say('about.about-room')} aria-pressed={aboutOpen} onClick={() => showAbout(!aboutOpen)}>
        <PanelRight />
      </IconButton>
    </header>
  )
}

type Counted = { readonly bots: number; readonly here: number }

function subtitleOf(say: Words, room: RoomFacts, { bots, here }: Counted): ReactNode {
  const alone = say('people.count', { count: room.memberCount - bots })
  const all = bots === 0 ? alone : say('conversation.people-and-bots', { people: alone, bots })
  const people =
    room.memberCount <= 1
      ? say('conversation.only-you')
      : here <= 1
        ? all
        : say('conversation.people-here', { people: all, here })
  return room.topic === '' ? people : richWords(say, 'conversation.people-and-topic', { people, topic: room.topic })
}
