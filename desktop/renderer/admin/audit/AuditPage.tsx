import { Download, Server, X } from 'lucide-react'
import { useState } from 'react'
import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Picker } from '../../look/fields/Picker.tsx'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { sinceWords } from '../../look/wording/time-words.ts'
import { saveFile } from '../../settings/save-file.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClock, useClockNow } from '../../state/use-today.ts'
import { showAdmin } from '../../state/view-store.ts'
import type { AdminPageProps } from '../admin-page-props.ts'
import { AdminHead } from '../frame/AdminHead.tsx'
import { AdminTable, type Column } from '../frame/AdminTable.tsx'
import { listTokens } from '../tokens/token-calls.ts'
import { AuditLineDialog } from './AuditLineDialog.tsx'
import styles from './AuditPage.module.css'
import { exportAudit, listAdministrators } from './audit-calls.ts'
import { type AuditKind, actorIdOf, auditKinds, auditSpans, listActors, startOf } from './audit-filters.ts'
import { type AuditNames, auditDetail, auditSentence } from './audit-words.ts'
import { useAuditLines } from './use-audit-lines.ts'

const loadTokens = () => listTokens(undefined)

/** What was done here, each line as a sentence, the newest first. `of`: whom the lines are about. */
export function AuditPage({ of: whom }: AdminPageProps) {
  const say = useWords()
  const clock = useClockNow()
  const [who, setWho] = useState('')
  const [kind, setKind] = useState<AuditKind>('')
  const [days, setDays] = useState(0)
  const [shown, setShown] = useState<AuditLine>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const tokens = useLoaded(loadTokens).value?.rows ?? []
  const administrators = useLoaded(listAdministrators).value?.users ?? []
  const asked = {
    who: who === '' ? undefined : who,
    whom,
    what: kind === '' ? undefined : kind,
    after: startOf(days, useClock().nowAt),
  }
  const { list, names: found } = useAuditLines(asked)
  const names: AuditNames = { ...found, tokens: Object.fromEntries(tokens.map(({ id, name }) => [id, name])) }
  const isFiltered = who !== '' || kind !== '' || days !== 0 || whom !== undefined
  const chosen = who === '' ? undefined : { id: who, name: found.people[who] ?? say('audit.gone-actor') }
  const actors = listActors({ administrators, tokens, machine: say('audit.machine'), chosen })
  const save = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const lines = await exportAudit(asked)
    setIsBusy(false)
    if (!lines.ok) return setProblem(errorWords(say, lines.error))
    saveFile(lines.value, `natter-audit-${new Date().toISOString().slice(0, 10)}.ndjson`)
    sayDone(say('audit.saved'))
  }
  const clear = () => {
    setWho('')
    setKind('')
    setDays(0)
    if (whom !== undefined) showAdmin({ page: 'audit' })
  }
  const columns: readonly Column<AuditLine>[] = [
    {
      key: 'at',
      name: say('audit.when'),
      width: innerWidth <= 620 ? '84px' : '132px',
      cell: ({ at }) => (
        <time className={styles.time} dateTime={new Date(at).toISOString()}>
          {sinceWords(at, clock)}
        </time>
      ),
    },
    {
      key: 'what',
      name: say('audit.what'),
      cell: (line) => <Sentence line={line} names={names} />,
    },
    {
      key: 'more',
      name: say('audit.more'),
      width: '30%',
      isExtra: true,
      cell: (line) => <span className={styles.more}>{auditDetail(say, line, clock).join(' · ')}</span>,
    },
    {
      key: 'from',
      name: say('audit.from'),
      width: '124px',
      isExtra: true,
      cell: ({ from }) => <bdi className={styles.more}>{from}</bdi>,
    },
  ]
  return (
    <>
      <AdminHead title={say('admin.audit')}>
        <Button look="quiet" disabled={isBusy} onClick={() => void save()}>
          <Download aria-hidden="true" />
          {say('audit.save')}
        </Button>
      </AdminHead>
      {/* biome-ignore lint/a11y/useSemanticElements: a <fieldset> would bring a frame and a legend */}
      <div className={styles.filters} role="group" aria-label={say('audit.filters')}>
        <Picker
          label={say('audit.who')}
          value={who}
          choices={[{ value: '', name: say('audit.anybody') }, ...actors.map(({ id, name }) => ({ value: id, name }))]}
          onChoose={setWho}
        />
        <Picker
          label={say('audit.what')}
          value={kind}
          choices={(Object.keys(auditKinds) as AuditKind[]).map((value) => ({ value, name: say(auditKinds[value]) }))}
          onChoose={setKind}
        />
        <Picker
          label={say('audit.when')}
          value={String(days)}
          choices={auditSpans.map((span) => ({
            value: String(span),
            name: span === 0 ? say('audit.always') : say('audit.last', { days: span }),
          }))}
          onChoose={(value) => setDays(Number(value))}
        />
        {isFiltered && (
          <Button look="word" onClick={clear}>
            <X aria-hidden="true" />
            {say('audit.clear')}
          </Button>
        )}
      </div>
      {whom !== undefined && <p className={styles.about}>{say('audit.about', { name: found.people[whom] ?? whom })}</p>}
      <Problem words={problem} />
      <AdminTable
        label={say('admin.audit')}
        columns={columns}
        list={list}
        keyOf={({ id }) => id}
        nameOf={(line) => auditSentence(say, line, names, (name) => name).join('')}
        onOpen={setShown}
        empty={
          isFiltered
            ? { title: say('audit.none-found'), words: say('audit.none-found-means') }
            : { title: say('audit.none'), words: say('audit.none-means') }
        }
        broken={say('audit.not-loaded')}
      />
      <p className={styles.foot}>
        {say('audit.chain')} <code dir="ltr">{say('audit.doctor')}</code>
      </p>
      {shown !== undefined && (
        <AuditLineDialog
          line={shown}
          names={names}
          onClose={() => setShown(undefined)}
          onOnly={() => {
            setWho(actorIdOf(shown.by) ?? '')
            setShown(undefined)
          }}
        />
      )}
    </>
  )
}

function Sentence({ line, names }: { readonly line: AuditLine; readonly names: AuditNames }) {
  const say = useWords()
  const { user } = line.by
  const name = user === undefined ? undefined : names.people[user]
  return (
    <span className={styles.sentence}>
      {user === undefined || name === undefined ? (
        <span className={styles.machine} aria-hidden="true">
          <Server />
        </span>
      ) : (
        <Avatar id={user} name={name} shape="person" size={22} />
      )}
      <span>
        {auditSentence(say, line, names, (each) => (
          <b key={each} dir="auto">
            {each}
          </b>
        ))}
      </span>
    </span>
  )
}
