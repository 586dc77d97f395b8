import { useState } from 'react'
import { Modal } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { DepartChoice } from './DepartChoice.tsx'
import { DepartPassword } from './DepartPassword.tsx'
import type { KeptWords } from './departing.ts'

/** Two steps: what goes and what stays, then the password. */
export function DepartDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const [messages, setMessages] = useState<KeptWords>('keep')
  const [isSure, setIsSure] = useState(false)
  return (
    <Modal title={say(isSure ? 'depart.last-step' : 'depart.title')} onClose={onClose}>
      {isSure ? (
        <DepartPassword messages={messages} onBack={() => setIsSure(false)} />
      ) : (
        <DepartChoice messages={messages} onChoose={setMessages} onClose={onClose} onGoOn={() => setIsSure(true)} />
      )}
    </Modal>
  )
}
