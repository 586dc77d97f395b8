import { Plus, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { isLoopback } from '../../about/loopback-address.ts'
import { loadServerSettings } from '../../commands.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { CopyButton } from '../../look/buttons/CopyButton.tsx'
import { IconButton } from '../../look/buttons/IconButton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { dateWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClockNow } from '../../state/use-today.ts'
import { ActDialog } from '../frame/ActDialog.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTable, type Column } from '../frame/AdminTable.tsx'
import { useAdminList } from '../frame/use-admin-list.ts'
import { endWords } from '../tokens/token-state.ts'
import { type AccountInvite, listAccountInvites, withdrawAccountInvite } from './account-invite-calls.ts'
import styles from './InvitesPage.module.css'
import { NewInviteDialog } from './NewInviteDialog.tsx'

/** Invitations that make accounts. Where each leads is told once: afterwards only whoever has the link knows. */
export function InvitesPage() {
  const say = useWords()
  const clock = useClockNow()
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<string>()
  const [going, setGoing] = useState<AccountInvite>()
  const registration = useLoaded(loadServerSettings).value?.registration
  const list = useAdminList(listAccountInvites, keyOf)
  const nameOf = ({ maker }: AccountInvite) => maker?.displayName ?? say('people.someone')
  const cameWords = ({ used, uses }: AccountInvite) =>
    uses === undefined ? say('account-invites.came', { used }) : say('account-invites.came-of', { used, uses })
  const columns: readonly Column<AccountInvite>[] = [
    { key: 'by', name: say('account-invites.by'), cell: (invite) => <bdi>{nameOf(invite)}</bdi> },
    {
      key: 'made',
      name: say('account-invites.made'),
      width: '132px',
      isExtra: true,
      cell: ({ createdAt }) => (
        <span className={styles.small}>{createdAt === undefined ? '' : dateWords(createdAt, clock)}</span>
      ),
    },
    {
      key: 'came',
      name: say('account-invites.used'),
      width: '30%',
      cell: (invite) => <span className={styles.small}>{cameWords(invite)}</span>,
    },
    {
      key: 'ends',
      name: say('account-invites.ends'),
      width: '140px',
      cell: ({ expiresAt }) => <span className={styles.small}>{endWords(expiresAt, clock)}</span>,
    },
  ]
  return (
    <>
      <AdminHead title={say('admin.invites')}>
        <Button onClick={() => setIsMaking(true)}>
          <Plus aria-hidden="true" />
          {say('account-invites.new')}
        </Button>
      </AdminHead>
      <p className={styles.lead}>{say('account-invites.means')}</p>
      {registration === 'closed' && (
        <p className={styles.warn} role="note">
          <TriangleAlert aria-hidden="true" /> <span>{say('account-invites.closed')}</span>
        </p>
      )}
      {made !== undefined && (
        <div className={styles.made}>
          <code title={made}>{made.replace(/^https?:\/\//, '')}</code>
          <CopyButton text={made} />
          <p>{say(isLoopback(made) ? 'about.link-loopback' : 'account-invites.shown-once')}</p>
        </div>
      )}
      <AdminTable
        label={say('admin.invites')}
        columns={columns}
        list={list}
        keyOf={keyOf}
        nameOf={(invite) => `${nameOf(invite)}, ${cameWords(invite)}`}
        tools={(invite) => (
          <IconButton label={say('account-invites.withdraw')} size={30} onClick={() => setGoing(invite)}>
            <X />
          </IconButton>
        )}
        empty={{ title: say('account-invites.none'), words: say('account-invites.none-means') }}
        broken={say('account-invites.not-loaded')}
      />
      {isMaking && (
        <NewInviteDialog
          onMade={(url) => {
            setMade(url)
            list.again()
          }}
          onClose={() => setIsMaking(false)}
        />
      )}
      {going !== undefined && (
        <ActDialog
          title={say('account-invites.withdraw-question')}
          happens={[say('account-invites.withdraw-means'), say('account-invites.withdraw-keeps')]}
          does={say('account-invites.withdraw')}
          act={() => withdrawAccountInvite(going.id)}
          onDone={() => {
            setGoing(undefined)
            setMade(undefined)
            sayDone(say('account-invites.withdrawn'))
            list.again()
          }}
          onClose={() => setGoing(undefined)}
        />
      )}
    </>
  )
}

const keyOf = ({ id }: AccountInvite) => id
