import { useState } from 'react'
import { Modal } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { EmailAskForm } from './EmailAskForm.tsx'
import { EmailCodeForm } from './EmailCodeForm.tsx'

type EmailDialogProps = { readonly onClose: () => void; readonly onDone: () => void }

/** The address and the password, then the code that was sent there. Whoever has closed it meanwhile comes back to the code. */
export function EmailDialog({ onClose, onDone }: EmailDialogProps) {
  const say = useWords()
  const [askedFor, setAskedFor] = useState<string>()
  const [hasCode, setHasCode] = useState(false)
  return (
    <Modal title={say('settings.email')} onClose={onClose}>
      {hasCode ? (
        <EmailCodeForm askedFor={askedFor} onDone={onDone} onBack={() => setHasCode(false)} />
      ) : (
        <EmailAskForm
          onAsked={(email) => {
            setAskedFor(email)
            setHasCode(true)
          }}
          onCode={() => setHasCode(true)}
        />
      )}
    </Modal>
  )
}
