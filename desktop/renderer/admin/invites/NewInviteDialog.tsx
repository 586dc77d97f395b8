import { useState } from 'react'
import { errorWords } from '../../../words/error-words.ts'
import { InviteTerms, type InviteTermsWanted } from '../../about/InviteTerms.tsx'
import { Button } from '../../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { useWords } from '../../state/language-choice.ts'
import { useCallKey } from '../frame/use-call-key.ts'
import { makeAccountInvite } from './account-invite-calls.ts'

type NewInviteDialogProps = { readonly onMade: (url: string) => void; readonly onClose: () => void }

const lives = [86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400] as const

/** Until when, and for how many. */
export function NewInviteDialog({ onMade, onClose }: NewInviteDialogProps) {
  const say = useWords()
  const [wanted, setWanted] = useState<InviteTermsWanted>({ expiresInSec: 7 * 86_400, uses: 1 })
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const key = useCallKey()
  const make = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const answer = await makeAccountInvite(wanted, key.keyFor(wanted))
    setIsBusy(false)
    if (!answer.ok) return setProblem(errorWords(say, answer.error))
    const { url } = answer.value.invite
    // Made before, by a try whose answer was lost: it is told once.
    if (url === undefined) return setProblem(say('account-invites.not-shown'))
    onMade(url)
    onClose()
  }
  return (
    <Modal title={say('account-invites.new')} onClose={onClose}>
      <ModalWords>{say('account-invites.new-means')}</ModalWords>
      <InviteTerms wanted={wanted} lives={lives} onChoose={setWanted} />
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button disabled={isBusy} onClick={() => void make()}>
          {say('about.make-link')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
