import { useEffect, useState } from 'react'
import type { DecisionView } from '../../settings/notify-rules.ts'
import { whyNotified } from '../commands.ts'
import { Modal, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { askWhy, useView } from '../state/view-store.ts'
import { WhySteps } from './WhySteps.tsx'
import { changeOfRule } from './where-set.ts'

/** Of one message, asked from its menu. */
export function WhyDialog() {
  const asked = useView((view) => view.why)
  return asked === undefined ? null : <Why key={asked.message} {...asked} />
}

function Why({ room, message }: NonNullable<ReturnType<typeof useView.getState>['why']>) {
  const say = useWords()
  const [decision, setDecision] = useState<DecisionView | null>()
  useEffect(() => {
    void whyNotified(room, message).then((answer) => setDecision(answer.ok ? answer.value : null))
  }, [room, message])
  const close = () => askWhy(undefined)
  return (
    <Modal title={say(decision?.decision.isTold === false ? 'why.title-not' : 'why.title')} onClose={close}>
      {decision === null && <ModalWords>{say('why.unknown')}</ModalWords>}
      {decision != null && (
        <WhySteps
          decision={decision}
          changeOf={(rule, of) => {
            const change = changeOfRule(rule, of)
            if (change === undefined) return undefined
            return () => {
              close()
              change()
            }
          }}
        />
      )}
    </Modal>
  )
}
