import { useCallback, useState } from 'react'
import { appError } from '../../../../common/app-error.ts'
import { parseRoomId } from '../../../../common/ids.ts'
import { err } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { Centre } from '../../look/states/Centre.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { sizeWords } from '../../look/wording/size-words.ts'
import { fullTimeWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClock } from '../../state/use-today.ts'
import { showAdmin } from '../../state/view-store.ts'
import { ActRows } from '../frame/ActRows.tsx'
import { AdminCard, Facts } from '../frame/AdminCard.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTag } from '../frame/AdminTag.tsx'
import { adminRoomName } from './AdminRoomCell.tsx'
import { loadAdminRoom } from './admin-rooms-api.ts'
import { type RoomAct, RoomActDialog, roomActsFor, roomHappens } from './RoomActDialog.tsx'

const toList = () => showAdmin({ page: 'rooms' })

/** One room: facts, never words, and what can be done. */
export function AdminRoomFacts({ id }: { readonly id: string }) {
  const say = useWords()
  const clock = useClock()
  const [asked, setAsked] = useState<{ readonly act: RoomAct; readonly from: HTMLElement | null }>()
  const ask = useCallback(async () => {
    const room = parseRoomId(id)
    return room === undefined ? err(appError('room-unknown')) : loadAdminRoom(room)
  }, [id])
  const { value, error, again } = useLoaded(ask)
  const back = { label: say('admin.to-rooms'), onBack: toList }
  if (value === undefined) {
    return (
      <>
        <AdminHead title={say('admin.rooms')} back={back} />
        {error === undefined ? (
          <RowsSkeleton label={say('admin.loading')} />
        ) : error.code === 'room-unknown' ? (
          <Centre title={say('admin.no-such-room')} actions={<Button onClick={toList}>{say('admin.to-rooms')}</Button>}>
            {say('admin.no-such-room-hint')}
          </Centre>
        ) : (
          <Broken title={say('admin.room-broken')} words={errorWords(say, error)} onAgain={again} />
        )}
      </>
    )
  }
  const { room, counts } = value
  const isDirect = room.kind === 'direct'
  const name = adminRoomName(say, room)
  return (
    <>
      <AdminHead title={name} back={back} picture={<Avatar id={room.id} name={name} shape="room" size={40} />}>
        {room.archived && <AdminTag>{say('admin.is-archived')}</AdminTag>}
        {room.visibility === 'public' && <AdminTag>{say('admin.is-public')}</AdminTag>}
      </AdminHead>
      <AdminCard title={say('admin.facts')}>
        <Facts
          facts={[
            { name: say('admin.members'), value: say.number(room.members) },
            ...(isDirect
              ? []
              : [
                  {
                    name: say('admin.most'),
                    value: room.memberCap === null ? say('admin.as-server') : say.number(room.memberCap),
                  },
                  { name: say('admin.owned-by'), value: <Owners owners={room.ownedBy} /> },
                ]),
            {
              name: say('admin.kept'),
              value:
                room.retentionDays === null ? say('admin.as-server') : say('admin.days', { count: room.retentionDays }),
            },
            { name: say('admin.room-messages'), value: say.number(counts.messages) },
            {
              name: say('admin.room-files'),
              value: say('admin.files-size', { count: counts.files, size: sizeWords(counts.fileBytes, say.locale) }),
            },
            { name: say('admin.since'), value: fullTimeWords(room.createdAt, clock) },
            { name: say('admin.id'), value: <code>{room.id}</code> },
          ]}
        />
      </AdminCard>
      <AdminCard title={say('admin.what-may')}>
        <ActRows
          acts={roomActsFor(room).map((act) => ({
            key: act,
            name: say(`admin.do-${act}`),
            means: say(roomHappens[act][0]),
            isDanger: act === 'close',
            onAct: (from) => setAsked({ act, from }),
          }))}
        />
      </AdminCard>
      {asked !== undefined && (
        <RoomActDialog
          {...asked}
          room={room}
          onChanged={(changed) => (changed === undefined ? toList() : again())}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function Owners({ owners }: { readonly owners: readonly { readonly id: string; readonly displayName: string }[] }) {
  return owners.map(({ id, displayName }) => (
    <Button key={id} look="word" onClick={() => showAdmin({ page: 'people', of: id })}>
      <bdi>{displayName}</bdi>
    </Button>
  ))
}
