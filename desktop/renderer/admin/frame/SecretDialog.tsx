import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../look/buttons/Button.tsx'
import { CopyButton } from '../../look/buttons/CopyButton.tsx'
import { CopyLine } from '../../look/fields/CopyLine.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { useWords } from '../../state/language-choice.ts'

type SecretDialogProps = {
  readonly title: string
  readonly secret: string
  /** What it is for, and until when. */
  readonly words: ReactNode
  /** Facts about it, and how it is tried. */
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly finalFocus?: () => HTMLElement | boolean
}

/** What is shown this once. Copying it has the focus; whoever goes without having copied it is asked first. */
export function SecretDialog({ title, secret, words, children, onClose, finalFocus }: SecretDialogProps) {
  const say = useWords()
  const copy = useRef<HTMLElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const leave = () => (isCopied || isAsking ? onClose() : setIsAsking(true))
  // By the button, or by hand.
  useEffect(() => {
    const onCopy = () => setIsCopied(true)
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [])
  return (
    <Modal title={title} onClose={leave} wide initialFocus={copy} {...(finalFocus === undefined ? {} : { finalFocus })}>
      <CopyLine text={secret}>
        <span
          ref={(around) => {
            copy.current = around?.querySelector('button') ?? null
          }}
        >
          <CopyButton text={secret} onCopied={() => setIsCopied(true)} />
        </span>
      </CopyLine>
      <ModalWords>{words}</ModalWords>
      {children}
      <ModalActions problem={isAsking && !isCopied ? say('admin.not-copied') : undefined}>
        <Button look="quiet" onClick={leave}>
          {say(isAsking && !isCopied ? 'admin.close-anyway' : 'admin.done')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
