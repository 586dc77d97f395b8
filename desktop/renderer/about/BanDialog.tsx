import { useRef, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { MemberOutcome } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { banMember } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'

type BanDialogProps = {
  readonly room: RoomFacts
  readonly user: UserId
  readonly name: string
  readonly onDone: (outcome: MemberOutcome) => void
  readonly onClose: () => void
}

/** Takes somebody out for good, with the reason for those who run the room. */
export function BanDialog({ room, user, name, onDone, onClose }: BanDialogProps) {
  const say = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const ban = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setProblem(undefined)
    setIsBusy(true)
    const banned = await banMember(room.id, user, reason.trim())
    setIsBusy(false)
    if (banned.ok) onDone(banned.value)
    else setProblem(errorWords(say, banned.error))
  }
  return (
    <Modal title={say('about.ban-question', { name })} onClose={onClose} initialFocus={input}>
      <form className="stack" onSubmit={(event) => void ban(event)} noValidate>
        <ModalWords>{say('about.ban-means')}</ModalWords>
        <Field
          inputRef={input}
          label={say('about.ban-reason')}
          hint={say('about.ban-reason-hint')}
          autoComplete="off"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" onClick={onClose}>
            {say('look.keep')}
          </Button>
          <Button type="submit" look="danger" disabled={isBusy}>
            {say('about.ban')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
