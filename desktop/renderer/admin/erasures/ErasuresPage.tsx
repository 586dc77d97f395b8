import { useState } from 'react'
import type { ErasureReport } from '../../../../common/http-contract/erasure-contract.ts'
import { useAgainWhile } from '../../look/states/use-again-while.ts'
import { sinceWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClockNow } from '../../state/use-today.ts'
import { goneLine, wordsOf } from '../../told/erasure-words.ts'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTable, type Column } from '../frame/AdminTable.tsx'
import { AdminTag } from '../frame/AdminTag.tsx'
import { useAdminList } from '../frame/use-admin-list.ts'
import { ErasureDialog } from './ErasureDialog.tsx'
import styles from './ErasuresPage.module.css'
import { listErasures } from './erasure-calls.ts'

const askedAgainMs = 5_000

/** What went with each account that was deleted: by its id alone, counted, and whether it is all done. */
export function ErasuresPage() {
  const say = useWords()
  const clock = useClockNow()
  const list = useAdminList(listErasures, keyOf)
  const [shown, setShown] = useState<string>()
  const isUnderWay = list.rows.some(({ state }) => state === 'under-way')
  // What goes on is looked at until it is done.
  useAgainWhile(isUnderWay, list.again, askedAgainMs)
  const columns: readonly Column<ErasureReport>[] = [
    {
      key: 'at',
      name: say('erasures.at'),
      width: innerWidth <= 620 ? '84px' : '132px',
      cell: ({ at }) => (
        <time className={styles.time} dateTime={new Date(at).toISOString()}>
          {sinceWords(at, clock)}
        </time>
      ),
    },
    {
      key: 'account',
      name: say('erasures.account'),
      width: innerWidth <= 620 ? undefined : '178px',
      cell: ({ user }) => (
        <code className={styles.small} dir="ltr">
          {user}
        </code>
      ),
    },
    {
      key: 'state',
      name: say('erasures.state'),
      width: innerWidth <= 620 ? '108px' : '128px',
      cell: ({ state }) =>
        state === 'under-way' ? (
          <AdminTag isAlert>{say('erasures.under-way')}</AdminTag>
        ) : (
          <span className={styles.small}>{say('erasures.done')}</span>
        ),
    },
    {
      key: 'words',
      name: say('erasures.words'),
      width: '150px',
      isExtra: true,
      cell: (report) => <span className={styles.small}>{wordsOf(say, report)}</span>,
    },
    {
      key: 'gone',
      name: say('erasures.gone'),
      isExtra: true,
      cell: (report) => <span className={styles.small}>{goneLine(say, report)}</span>,
    },
  ]
  const open = list.rows.find(({ user }) => user === shown)
  return (
    <>
      <AdminHead title={say('admin.erasures')} />
      <p className={styles.lead}>{say('erasures.means')}</p>
      <AdminTable
        label={say('admin.erasures')}
        columns={columns}
        list={list}
        keyOf={keyOf}
        nameOf={({ user, state, ...report }) =>
          [user, say(state === 'done' ? 'erasures.done' : 'erasures.under-way'), wordsOf(say, report)].join(', ')
        }
        onOpen={({ user }) => setShown(user)}
        empty={{ title: say('erasures.none'), words: say('erasures.none-means') }}
        broken={say('erasures.not-loaded')}
      />
      {open !== undefined && <ErasureDialog report={open} onClose={() => setShown(undefined)} />}
    </>
  )
}

const keyOf = ({ user }: ErasureReport) => user
