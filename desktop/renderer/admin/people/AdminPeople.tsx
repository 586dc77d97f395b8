import { UserPlus, UserRound } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { AdminUser } from '../../../../common/http-contract/admin-contract.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Segmented } from '../../look/fields/Segmented.tsx'
import { useSettled } from '../../look/fields/use-settled.ts'
import { Tag } from '../../look/marks/Tag.tsx'
import { listTimeWords } from '../../look/wording/time-words.ts'
import { Ago } from '../../settings/Ago.tsx'
import { useWords } from '../../state/language-choice.ts'
import { useMe } from '../../state/room-selectors.ts'
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
import { AdminPerson } from './AdminPerson.tsx'
import { AdminPersonCell, accountName } from './AdminPersonCell.tsx'
import { listUsers, type PeopleFilter } from './admin-people-api.ts'
import { type ManyAct, ManyActDialog } from './ManyActDialog.tsx'
import { NewAccountDialog } from './NewAccountDialog.tsx'
import { PersonActDialog } from './PersonActDialog.tsx'
import { personActIcons } from './person-act-icons.ts'
import { actsFor, type PersonAct } from './person-acts.ts'

const filters = ['all', 'admin', 'suspended', 'deleted'] as const satisfies readonly PeopleFilter[]
const idOf = (user: AdminUser) => user.id

/** Everybody with an account; or, where the address names one of them, that one. */
export function AdminPeople({ of }: AdminPageProps) {
  const filter = filters.find((each) => each === of)
  if (of === undefined || filter !== undefined) return <PeopleTable filter={filter ?? 'all'} />
  return <AdminPerson id={of} />
}

type Asked = { readonly act: PersonAct; readonly user: AdminUser; readonly from: HTMLElement | null }

function PeopleTable({ filter }: { readonly filter: PeopleFilter }) {
  const say = useWords()
  const me = useMe().id
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<Asked>()
  const [many, setMany] = useState<ManyAct>()
  const [isMaking, setIsMaking] = useState(false)
  const q = useSettled(typed)
  const ask = useCallback((cursor: string | undefined) => listUsers({ q, filter }, cursor), [q, filter])
  const list = useAdminList(ask, idOf)
  const columns = usePeopleColumns()
  const picked = list.rows.filter(({ id }) => chosen.has(id))
  const toggle = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    setChosen(next)
  }
  const open = (user: AdminUser) => showAdmin({ page: 'people', of: user.id })
  return (
    <>
      <AdminHead title={say('admin.people')}>
        <AdminSearch label={say('admin.find-person')} typed={typed} onType={setTyped} />
        <Button onClick={() => setIsMaking(true)}>
          <UserPlus aria-hidden="true" />
          {say('admin.new-account')}
        </Button>
      </AdminHead>
      <div className={styles.bar}>
        <Segmented
          label={say('admin.who-to-show')}
          value={filter}
          choices={filters.map((value) => ({ value, name: say(`admin.filter-${value}`) }))}
          onChoose={(value) => {
            setChosen(new Set())
            showAdmin(value === 'all' ? { page: 'people' } : { page: 'people', of: value })
          }}
        />
        {picked.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a <fieldset> would bring a frame and a legend
          <div className={styles.picked} role="group" aria-label={say('admin.chosen', { count: picked.length })}>
            <span>{say('admin.chosen', { count: picked.length })}</span>
            <Button look="quiet" size="small" onClick={() => setMany({ act: 'sign-out', users: picked })}>
              {say('admin.do-sign-out')}
            </Button>
            <Button look="danger-word" size="small" onClick={() => setMany({ act: 'suspend', users: picked })}>
              {say('admin.do-suspend')}
            </Button>
            <Button look="word" size="small" onClick={() => setChosen(new Set())}>
              {say('admin.choose-none')}
            </Button>
          </div>
        )}
      </div>
      <AdminTable
        label={say('admin.people')}
        columns={columns}
        list={list}
        keyOf={idOf}
        nameOf={(user) => accountName(say, user)}
        onOpen={open}
        chosen={chosen}
        onChoose={toggle}
        tools={(user) => (
          <AdminMenu
            label={say('admin.what-with', { name: accountName(say, user) })}
            items={[
              { key: 'open', name: say('admin.facts'), Icon: UserRound, onChoose: () => open(user) },
              ...actsFor(user, me).map((act) => ({
                key: act,
                name: say(`admin.do-${act}`),
                Icon: personActIcons[act],
                isDanger: act === 'suspend' || act === 'delete',
                onChoose: (from: HTMLElement | null) => setAsked({ act, user, from }),
              })),
            ]}
          />
        )}
        empty={{
          title: say(q === '' ? 'admin.nobody' : 'admin.nobody-called'),
          words: say(q === '' ? `admin.nobody-${filter}` : 'admin.nobody-called-hint'),
        }}
        broken={say('admin.people-broken')}
      />
      {asked !== undefined && (
        <PersonActDialog
          {...asked}
          onChanged={(user) => (user === undefined ? list.remove(asked.user.id) : list.change(user))}
          onClose={() => setAsked(undefined)}
        />
      )}
      {many !== undefined && (
        <ManyActDialog
          {...many}
          onChanged={list.change}
          onClose={(isDone) => {
            setMany(undefined)
            if (isDone) setChosen(new Set())
          }}
        />
      )}
      {isMaking && <NewAccountDialog onMade={list.again} onClose={() => setIsMaking(false)} />}
    </>
  )
}

function usePeopleColumns(): readonly Column<AdminUser>[] {
  const say = useWords()
  const clock = useClock()
  return [
    { key: 'name', name: say('admin.name'), cell: (user) => <AdminPersonCell user={user} /> },
    {
      key: 'role',
      name: say('admin.role'),
      width: '116px',
      isExtra: true,
      cell: ({ admin, bot }) =>
        admin ? (
          <Tag>{say('admin.role-admin')}</Tag>
        ) : bot ? (
          <Tag>{say('admin.role-bot')}</Tag>
        ) : (
          say('admin.role-member')
        ),
    },
    {
      key: 'seen',
      name: say('admin.last-here'),
      width: '148px',
      isExtra: true,
      cell: ({ lastSeenAt }) => (lastSeenAt === undefined ? say('admin.never') : <Ago at={lastSeenAt} clock={clock} />),
    },
    {
      key: 'since',
      name: say('admin.since'),
      width: '116px',
      isExtra: true,
      cell: ({ createdAt }) => listTimeWords(createdAt, clock),
    },
    {
      key: 'state',
      name: say('admin.state'),
      width: '104px',
      cell: ({ suspended, deleted }) =>
        suspended ? (
          <AdminTag isAlert>{say('admin.is-suspended')}</AdminTag>
        ) : deleted ? (
          <AdminTag>{say('admin.is-deleted')}</AdminTag>
        ) : null,
    },
  ]
}
