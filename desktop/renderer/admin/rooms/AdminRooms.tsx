import { Archive, Hash, Timer, UsersRound } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Segmented } from '../../look/fields/Segmented.tsx'
import { useSettled } from '../../look/fields/use-settled.ts'
import { listTimeWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClock } from '../../state/use-today.ts'
import { showAdmin } from '../../state/view-store.ts'
import type { AdminPageProps } from '../admin-page-props.ts'
import { AdminHead } from '../frame/AdminHead.tsx'
import styles from '../frame/AdminList.module.css'
import { AdminMenu } from '../frame/AdminMenu.tsx'
import { AdminSearch } from '../frame/AdminSearch.tsx'
import { AdminTable, type Column } from '../frame/AdminTable.tsx'
import { AdminTag } from '../frame/AdminTag.tsx'
import { useAdminList } from '../frame/use-admin-list.ts'
import { AdminRoomCell, adminRoomName } from './AdminRoomCell.tsx'
import { AdminRoomFacts } from './AdminRoomFacts.tsx'
import { type ListedRoom, listAdminRooms, type RoomsFilter } from './admin-rooms-api.ts'
import { type RoomAct, RoomActDialog, roomActsFor } from './RoomActDialog.tsx'

const filters = ['all', 'group', 'direct'] as const satisfies readonly RoomsFilter[]
const icons = { cap: UsersRound, retention: Timer, close: Archive } as const
const idOf = (room: ListedRoom) => room.id

/** Every room in use; or, where the address names one of them, that one. Facts, and no words. */
export function AdminRooms({ of }: AdminPageProps) {
  const filter = filters.find((each) => each === of)
  if (of === undefined || filter !== undefined) return <RoomsTable filter={filter ?? 'all'} />
  return <AdminRoomFacts id={of} />
}

type Asked = { readonly act: RoomAct; readonly room: ListedRoom; readonly from: HTMLElement | null }

function RoomsTable({ filter }: { readonly filter: RoomsFilter }) {
  const say = useWords()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const q = useSettled(typed)
  const ask = useCallback((cursor: string | undefined) => listAdminRooms({ q, filter }, cursor), [q, filter])
  const list = useAdminList(ask, idOf)
  const columns = useRoomColumns()
  const nameOf = (room: ListedRoom) => adminRoomName(say, room)
  const open = (room: ListedRoom) => showAdmin({ page: 'rooms', of: room.id })
  return (
    <>
      <AdminHead title={say('admin.rooms')}>
        <AdminSearch label={say('admin.find-room')} typed={typed} onType={setTyped} />
      </AdminHead>
      <div className={styles.bar}>
        <Segmented
          label={say('admin.which-rooms')}
          value={filter}
          choices={filters.map((value) => ({ value, name: say(`admin.rooms-${value}`) }))}
          onChoose={(value) => showAdmin(value === 'all' ? { page: 'rooms' } : { page: 'rooms', of: value })}
        />
      </div>
      <AdminTable
        label={say('admin.rooms')}
        columns={columns}
        list={list}
        keyOf={idOf}
        nameOf={nameOf}
        onOpen={open}
        tools={(room) => (
          <AdminMenu
            label={say('admin.what-with', { name: nameOf(room) })}
            items={[
              { key: 'open', name: say('admin.facts'), Icon: Hash, onChoose: () => open(room) },
              ...roomActsFor(room).map((act) => ({
                key: act,
                name: say(`admin.do-${act}`),
                Icon: icons[act],
                isDanger: act === 'close',
                onChoose: (from: HTMLElement | null) => setAsked({ act, room, from }),
              })),
            ]}
          />
        )}
        empty={{
          title: say(q === '' ? 'admin.no-rooms' : 'admin.no-room-called'),
          words: say(q === '' ? 'admin.no-rooms-hint' : 'admin.no-room-called-hint'),
        }}
        broken={say('admin.rooms-broken')}
      />
      <p className={styles.foot}>{say('admin.rooms-no-words')}</p>
      {asked !== undefined && (
        <RoomActDialog
          {...asked}
          onChanged={(room) => (room === undefined ? list.remove(asked.room.id) : list.change(room))}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function useRoomColumns(): readonly Column<ListedRoom>[] {
  const say = useWords()
  const clock = useClock()
  return [
    { key: 'name', name: say('admin.name'), cell: (room) => <AdminRoomCell room={room} /> },
    {
      key: 'members',
      name: say('admin.members'),
      width: '80px',
      isNumber: true,
      isExtra: true,
      cell: ({ members }) => say.number(members),
    },
    {
      key: 'cap',
      name: say('admin.most'),
      width: '124px',
      isNumber: true,
      isExtra: true,
      cell: ({ memberCap, kind }) =>
        kind === 'direct' ? '' : memberCap === null ? say('admin.as-server') : say.number(memberCap),
    },
    {
      key: 'owners',
      name: say('admin.owned-by'),
      width: '18%',
      isExtra: true,
      cell: ({ ownedBy }) => <bdi>{say.list(ownedBy.map(({ displayName }) => displayName))}</bdi>,
    },
    {
      key: 'kept',
      name: say('admin.kept'),
      width: '124px',
      isExtra: true,
      cell: ({ retentionDays }) =>
        retentionDays === null ? say('admin.as-server') : say('admin.days', { count: retentionDays }),
    },
    {
      key: 'since',
      name: say('admin.since'),
      width: '108px',
      isExtra: true,
      cell: ({ createdAt }) => listTimeWords(createdAt, clock),
    },
    {
      key: 'state',
      name: say('admin.state'),
      width: '96px',
      cell: ({ archived, visibility }) =>
        archived ? (
          <AdminTag>{say('admin.is-archived')}</AdminTag>
        ) : visibility === 'public' ? (
          <AdminTag>{say('admin.is-public')}</AdminTag>
        ) : null,
    },
  ]
}
