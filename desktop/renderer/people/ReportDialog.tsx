import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { sendReport } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import type { ReportAbout } from '../state/people-dialogs.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { ReasonChoice } from './ReasonChoice.tsx'
import type { ReportReason } from './report-reasons.ts'

type ReportDialogProps = { readonly about: ReportAbout; readonly onClose: () => void }

const aboutWords = {
  message: 'report.of-message',
  user: 'report.of-user',
  request: 'report.of-request',
  invite: 'report.of-invite',
} as const

export function ReportDialog({ about, onClose }: ReportDialogProps) {
  const say = useWords()
  const users = useUsers()
  const [reason, setReason] = useState<ReportReason>('spam')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const { kind, user, name, room, message } = about
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    const words = note.trim()
    const where = message === undefined || room === undefined ? {} : { room, message }
    const sent = await sendReport({ kind, user, reason, ...where, ...(words === '' ? {} : { note: words }) })
    setIsBusy(false)
    if (!sent.ok) return setProblem(errorWords(say, sent.error))
    onClose()
    sayDone(say('report.sent'))
  }
  return (
    <Modal title={say('report.title')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <ModalWords>{say(aboutWords[kind], { name: name ?? nameOf(say, users, user) })}</ModalWords>
        <ReasonChoice reason={reason} onChoose={setReason} />
        <Field
          label={say('report.note')}
          hint={say('report.note-hint')}
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" type="button" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" look="danger" disabled={isBusy}>
            {say('report.send')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
