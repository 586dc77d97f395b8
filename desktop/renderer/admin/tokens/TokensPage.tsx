import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { AdminToken } from '../../../../common/http-contract/admin-contract.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { IconButton } from '../../look/buttons/IconButton.tsx'
import { Tag } from '../../look/marks/Tag.tsx'
import { agoWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClockNow } from '../../state/use-today.ts'
import { ActDialog } from '../frame/ActDialog.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTable, type Column } from '../frame/AdminTable.tsx'
import { useAdminList } from '../frame/use-admin-list.ts'
import { NewTokenDialog } from './NewTokenDialog.tsx'
import { scopesLine } from './scope-words.ts'
import styles from './TokensPage.module.css'
import { type ListedToken, listTokens, removeToken } from './token-calls.ts'
import { endWords, tokenState } from './token-state.ts'

/** What programs administer with: what each may do, who made it, when it was last used and when it ends. */
export function TokensPage() {
  const say = useWords()
  const clock = useClockNow()
  const [isMaking, setIsMaking] = useState(false)
  const [going, setGoing] = useState<AdminToken>()
  const list = useAdminList(listTokens, keyOf)
  const makerOf = ({ by, maker }: ListedToken) => {
    if (by.user !== undefined) return maker?.displayName ?? say('people.someone')
    const token = list.rows.find(({ id }) => id === by.token)
    return token === undefined ? say('audit.gone-token') : say('audit.token-named', { name: token.name })
  }
  const columns: readonly Column<ListedToken>[] = [
    {
      key: 'name',
      name: say('tokens.name'),
      cell: (token) => (
        <span className={styles.name}>
          <b dir="auto">{token.name}</b>
          <StateTag token={token} nowAt={clock.nowAt} />
        </span>
      ),
    },
    {
      key: 'may',
      name: say('tokens.may'),
      width: '32%',
      isExtra: true,
      cell: ({ scopes }) => <span className={styles.small}>{scopesLine(say, scopes)}</span>,
    },
    {
      key: 'by',
      name: say('tokens.by'),
      width: '150px',
      isExtra: true,
      cell: (token) => <bdi className={styles.small}>{makerOf(token)}</bdi>,
    },
    {
      key: 'used',
      name: say('tokens.used'),
      width: '124px',
      cell: ({ lastUsedAt }) => (
        <span className={styles.small}>
          {lastUsedAt === undefined ? say('tokens.never-used') : agoWords(lastUsedAt, clock)}
        </span>
      ),
    },
    {
      key: 'ends',
      name: say('tokens.ends'),
      width: '132px',
      isExtra: true,
      cell: ({ expiresAt }) => (
        <span className={styles.small}>
          {expiresAt === undefined ? say('tokens.never') : endWords(expiresAt, clock)}
        </span>
      ),
    },
  ]
  const make = (
    <Button onClick={() => setIsMaking(true)}>
      <Plus aria-hidden="true" />
      {say('tokens.new')}
    </Button>
  )
  return (
    <>
      <AdminHead title={say('admin.tokens')}>{make}</AdminHead>
      <p className={styles.lead}>{say('tokens.means')}</p>
      <AdminTable
        label={say('admin.tokens')}
        columns={columns}
        list={list}
        keyOf={keyOf}
        nameOf={({ name, scopes }) => `${name}, ${scopesLine(say, scopes)}`}
        tools={(token) => (
          <IconButton
            label={say('tokens.remove-named', { name: token.name })}
            size={30}
            onClick={() => setGoing(token)}
          >
            <Trash2 />
          </IconButton>
        )}
        empty={{ title: say('tokens.none'), words: say('tokens.none-means') }}
        broken={say('tokens.not-loaded')}
      />
      {isMaking && <NewTokenDialog onMade={list.again} onClose={() => setIsMaking(false)} />}
      {going !== undefined && (
        <ActDialog
          title={say('tokens.remove-question', { name: going.name })}
          whom={
            <>
              <KeyRound aria-hidden="true" />
              <span className={styles.small}>{scopesLine(say, going.scopes)}</span>
            </>
          }
          happens={[say('tokens.remove-means'), say('tokens.remove-children'), say('tokens.remove-kept')]}
          does={say('tokens.remove')}
          act={() => removeToken(going.id)}
          onDone={() => {
            sayDone(say('tokens.removed', { name: going.name }))
            setGoing(undefined)
            list.again()
          }}
          onClose={() => setGoing(undefined)}
        />
      )}
    </>
  )
}

const keyOf = ({ id }: ListedToken) => id

function StateTag({ token, nowAt }: { readonly token: AdminToken; readonly nowAt: number }) {
  const say = useWords()
  const state = tokenState(token, nowAt)
  if (state === 'live') return null
  return <Tag>{say(state === 'over' ? 'tokens.over' : 'tokens.dead')}</Tag>
}
