import { useState } from 'react'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Picker } from '../../look/fields/Picker.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { spanOfSeconds } from '../../look/wording/span-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useCallKey } from '../frame/use-call-key.ts'
import { makeAccountInvite } from '../record-calls.ts'
import styles from './InvitesPage.module.css'

type NewInviteDialogProps = { readonly onMade: (url: string) => void; readonly onClose: () => void }

const lives = [86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400] as const
const counts = [1, 5, 10, 50, 0] as const

/** Until when, and for how many. */
export function NewInviteDialog({ onMade, onClose }: NewInviteDialogProps) {
  const say = useWords()
  const [life, setLife] = useState<number>(7 * 86_400)
  const [uses, setUses] = useState<number>(1)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const key = useCallKey()
  const make = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const wanted = { expiresInSec: life, ...(uses > 0 && { uses }) }
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
      <div className={styles.choice}>
        <span>{say('account-invites.ends')}</span>
        <Picker
          label={say('account-invites.ends')}
          value={String(life)}
          choices={lives.map((each) => ({
            value: String(each),
            name: say('about.in-span', { span: spanOfSeconds(each, say.locale) }),
          }))}
          onChoose={(value) => setLife(Number(value))}
        />
      </div>
      <div className={styles.choice}>
        <span>{say('about.link-for')}</span>
        <Picker
          label={say('about.link-for')}
          value={String(uses)}
          choices={counts.map((each) => ({
            value: String(each),
            name: each === 0 ? say('about.link-for-all') : say('people.count', { count: each }),
          }))}
          onChoose={(value) => setUses(Number(value))}
        />
      </div>
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
