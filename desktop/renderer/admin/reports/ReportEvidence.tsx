import { Paperclip } from 'lucide-react'
import {
  type EvidenceMessage,
  evidenceMessageSchema,
  type OpenedReport,
  type QueuedReport,
} from '../../../../common/http-contract/moderation-contract.ts'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { Tag } from '../../look/marks/Tag.tsx'
import { fullTimeWords, sinceWords } from '../../look/wording/time-words.ts'
import { MessageText } from '../../message/MessageText.tsx'
import { useWords } from '../../state/language-choice.ts'
import { type Clock, useClockNow } from '../../state/use-today.ts'
import { personName, type QueueNames } from './moderation-words.ts'
import styles from './ReportEvidence.module.css'

type ReportEvidenceProps = {
  readonly report: QueuedReport
  readonly opened: OpenedReport
  readonly names: QueueNames
}

/** What was said around it, as it was when it was reported; nothing else of anybody's is shown. */
export function ReportEvidence({ report, opened, names }: ReportEvidenceProps) {
  const say = useWords()
  const clock = useClockNow()
  const said = opened.report.evidence.flatMap((one) => evidenceMessageSchema.safeParse(one).data ?? [])
  if (said.length === 0) {
    const key = report.state === 'resolved' ? 'queue.evidence-gone' : 'queue.no-evidence'
    return <p className={styles.none}>{say(report.kind === 'message' ? key : 'queue.about-person')}</p>
  }
  return (
    <section aria-label={say('queue.evidence')}>
      <h3 className={styles.label}>{say('queue.evidence')}</h3>
      {said.map((message) => (
        <EvidenceLine
          key={message.id}
          message={message}
          isReported={message.id === report.message}
          name={personName(say, names, message.author)}
          clock={clock}
        />
      ))}
    </section>
  )
}

type EvidenceLineProps = {
  readonly message: EvidenceMessage
  readonly isReported: boolean
  readonly name: string
  readonly clock: Clock
}

function EvidenceLine({ message, isReported, name, clock }: EvidenceLineProps) {
  const say = useWords()
  const { id, author, at, text, format, attachments, editedAt } = message
  return (
    <article className={styles.line} data-reported={isReported} data-evidence={id}>
      <Avatar id={author} name={name} shape="person" />
      <div>
        <div className={styles.by}>
          <b dir="auto">{name}</b>
          <time dateTime={new Date(at).toISOString()} title={fullTimeWords(at, clock)}>
            {sinceWords(at, clock)}
          </time>
          {isReported && <Tag>{say('queue.reported')}</Tag>}
        </div>
        <div className={styles.text}>
          <MessageText
            message={{ text, format, mentions: [] }}
            tail={editedAt === undefined ? undefined : <small> {say('message.edited')}</small>}
          />
        </div>
        {attachments.length > 0 && (
          <p className={styles.files}>
            <Paperclip aria-hidden="true" />
            {say('queue.files', { count: attachments.length })}
          </p>
        )}
      </div>
    </article>
  )
}
