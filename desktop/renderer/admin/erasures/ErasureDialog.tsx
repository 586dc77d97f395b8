import type { ErasureReport } from '../../../../common/http-contract/erasure-contract.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { fullTimeWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClock } from '../../state/use-today.ts'
import { ErasureParts } from '../../told/ErasureParts.tsx'
import { wordsOf } from '../../told/erasure-words.ts'
import { Facts } from '../frame/AdminCard.tsx'

type ErasureDialogProps = {
  readonly report: ErasureReport
  readonly onClose: () => void
}

/** One report whole: when, what of each kind went from where, and what stays. */
export function ErasureDialog({ report, onClose }: ErasureDialogProps) {
  const say = useWords()
  const clock = useClock()
  const { user, at, state, finishedAt } = report
  const done =
    finishedAt === undefined
      ? say('erasures.done')
      : say('erasures.done-at', { when: fullTimeWords(finishedAt, clock) })
  return (
    <Modal title={say('erasures.report')} onClose={onClose} wide>
      {state === 'under-way' && <ModalWords>{say('erasures.under-way-means')}</ModalWords>}
      <Facts
        facts={[
          {
            name: say('erasures.account'),
            value: <code dir="ltr">{user}</code>,
          },
          { name: say('erasures.at'), value: fullTimeWords(at, clock) },
          { name: say('erasures.state'), value: state === 'done' ? done : say('erasures.under-way') },
          { name: say('erasures.words'), value: wordsOf(say, report) },
        ]}
      />
      <ErasureParts report={report} />
      <ModalActions>
        <Button onClick={onClose}>{say('look.close')}</Button>
      </ModalActions>
    </Modal>
  )
}
