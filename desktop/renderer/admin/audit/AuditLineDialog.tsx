import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { fullTimeWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClock } from '../../state/use-today.ts'
import { Facts } from '../frame/AdminCard.tsx'
import { type AuditNames, auditDetail, auditSentence } from './audit-words.ts'

type AuditLineDialogProps = {
  readonly line: AuditLine
  readonly names: AuditNames
  readonly onClose: () => void
  /** Only what the same one did. */
  readonly onOnly: () => void
}

/** One line whole: when to the minute, from where, what else it says, and its mark in the chain. */
export function AuditLineDialog({ line, names, onClose, onOnly }: AuditLineDialogProps) {
  const say = useWords()
  const clock = useClock()
  const detail = auditDetail(say, line, clock)
  return (
    <Modal title={say('audit.line')} onClose={onClose}>
      <ModalWords>
        {auditSentence(say, line, names, (name) => (
          <b key={name} dir="auto">
            {name}
          </b>
        ))}
      </ModalWords>
      <Facts
        facts={[
          { name: say('audit.when'), value: fullTimeWords(line.at, clock) },
          ...(line.from === '' ? [] : [{ name: say('audit.from'), value: <bdi>{line.from}</bdi> }]),
          ...(detail.length === 0
            ? []
            : [{ name: say('audit.more'), value: <span dir="auto">{detail.join(' · ')}</span> }]),
          { name: say('audit.act'), value: <code>{line.what}</code> },
          { name: say('audit.id'), value: <code>{line.id}</code> },
        ]}
      />
      <ModalActions>
        <Button look="quiet" onClick={onOnly}>
          {say('audit.only')}
        </Button>
        <Button onClick={onClose}>{say('look.close')}</Button>
      </ModalActions>
    </Modal>
  )
}
