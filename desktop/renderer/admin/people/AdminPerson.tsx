import { useCallback, useState } from 'react'
import { appError } from '../../../../common/app-error.ts'
import { parseUserId } from '../../../../common/ids.ts'
import { err } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { Centre } from '../../look/states/Centre.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { fullTimeWords } from '../../look/wording/time-words.ts'
import { Ago } from '../../settings/Ago.tsx'
import { useWords } from '../../state/language-choice.ts'
import { useMe } from '../../state/room-selectors.ts'
import { useClock } from '../../state/use-today.ts'
import { showAdmin } from '../../state/view-store.ts'
import { ActRows } from '../frame/ActRows.tsx'
import { AdminCard, Facts } from '../frame/AdminCard.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTag } from '../frame/AdminTag.tsx'
import { AdminFace, accountName } from './AdminPersonCell.tsx'
import { loadUser } from './admin-people-api.ts'
import { PersonActDialog } from './PersonActDialog.tsx'
import { actsFor, happensBy, type PersonAct } from './person-acts.ts'

const toList = () => showAdmin({ page: 'people' })

/** One of the people: facts, never words, and what can be done. */
export function AdminPerson({ id }: { readonly id: string }) {
  const say = useWords()
  const me = useMe().id
  const clock = useClock()
  const [asked, setAsked] = useState<{ readonly act: PersonAct; readonly from: HTMLElement | null }>()
  const ask = useCallback(async () => {
    const user = parseUserId(id)
    return user === undefined ? err(appError('user-unknown')) : loadUser(user)
  }, [id])
  const { value, error, again } = useLoaded(ask)
  const back = { label: say('admin.to-people'), onBack: toList }
  if (value === undefined) {
    const isUnknown = error?.code === 'user-unknown'
    return (
      <>
        <AdminHead title={say('admin.people')} back={back} />
        {error === undefined ? (
          <RowsSkeleton label={say('admin.loading')} />
        ) : isUnknown ? (
          <Centre
            title={say('admin.no-such-person')}
            actions={<Button onClick={toList}>{say('admin.to-people')}</Button>}
          >
            {say('admin.no-such-person-hint')}
          </Centre>
        ) : (
          <Broken title={say('admin.person-broken')} words={errorWords(say, error)} onAgain={again} />
        )}
      </>
    )
  }
  const { user, counts } = value
  const name = accountName(say, user)
  const acts = actsFor(user, me)
  return (
    <>
      <AdminHead title={name} back={back} picture={<AdminFace user={user} size={40} />}>
        {user.suspended && <AdminTag isAlert>{say('admin.is-suspended')}</AdminTag>}
        {user.admin && <AdminTag>{say('admin.role-admin')}</AdminTag>}
        {user.bot && <AdminTag>{say('admin.role-bot')}</AdminTag>}
      </AdminHead>
      <AdminCard title={say('admin.facts')}>
        <Facts
          facts={[
            ...(user.deleted ? [] : [{ name: say('sign-in.handle'), value: <bdi>@{user.handle}</bdi> }]),
            ...(user.email === undefined ? [] : [{ name: say('admin.email'), value: <bdi>{user.email}</bdi> }]),
            ...(user.suspended
              ? [
                  {
                    name: say('admin.suspended-since'),
                    value: user.suspendedAt === undefined ? '' : fullTimeWords(user.suspendedAt, clock),
                  },
                  { name: say('admin.reason'), value: <bdi>{user.reason ?? say('admin.no-reason')}</bdi> },
                ]
              : []),
            { name: say('admin.since'), value: fullTimeWords(user.createdAt, clock) },
            {
              name: say('admin.last-here'),
              value: user.lastSeenAt === undefined ? say('admin.never') : <Ago at={user.lastSeenAt} clock={clock} />,
            },
            { name: say('admin.devices'), value: say('admin.devices-count', { count: counts.devices }) },
            { name: say('admin.rooms'), value: say.number(counts.rooms) },
            ...(counts.bots > 0 ? [{ name: say('admin.bots'), value: say.number(counts.bots) }] : []),
            { name: say('admin.id'), value: <code>{user.id}</code> },
          ]}
        />
      </AdminCard>
      {acts.length > 0 && (
        <AdminCard title={say('admin.what-may')}>
          <ActRows
            acts={acts.map((act) => ({
              key: act,
              name: say(`admin.do-${act}`),
              means: say(happensBy[act][0]),
              isDanger: act === 'suspend' || act === 'delete',
              onAct: (from) => setAsked({ act, from }),
            }))}
          />
        </AdminCard>
      )}
      {asked !== undefined && (
        <PersonActDialog {...asked} user={user} counts={counts} onChanged={again} onClose={() => setAsked(undefined)} />
      )}
    </>
  )
}
