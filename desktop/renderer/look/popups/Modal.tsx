import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { IconButton } from '../buttons/IconButton.tsx'
import { Problem } from '../states/Problem.tsx'
import { focusBack } from './focus-back.ts'
import styles from './Modal.module.css'

type ModalProps = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly wide?: boolean
  /** Where the focus goes afterwards; without it, back to where it was. */
  readonly finalFocus?: () => HTMLElement | boolean
}

/** A dialog over the whole app. Mounted means open; focus goes in, and back to where it was. */
export function Modal({ title, onClose, children, initialFocus, finalFocus, wide = false }: ModalProps) {
  const say = useWords()
  const before = useRef(document.activeElement)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        {/* Over the settings too, which are a dialog themselves. */}
        <Dialog.Backdrop className={styles.shade} forceRender />
        <Dialog.Viewport className={styles.viewport}>
          <Dialog.Popup
            className={styles.sheet}
            data-wide={wide}
            initialFocus={initialFocus ?? true}
            finalFocus={finalFocus ?? (() => focusBack(before.current))}
          >
            <header className={styles.head}>
              <Dialog.Title className={styles.title} dir="auto">
                {title}
              </Dialog.Title>
              <Dialog.Close render={<IconButton label={say('look.close')} />}>
                <X />
              </Dialog.Close>
            </header>
            <div className={styles.body}>{children}</div>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What a dialog says, in a sentence or two. */
export function ModalWords({ children }: { readonly children: ReactNode }) {
  return <p className={styles.words}>{children}</p>
}

type ModalActionsProps = {
  readonly children: ReactNode
  /** Why the last try failed, as a sentence. */
  readonly problem?: string | undefined
}

/** The buttons at the foot of a dialog, and over them why it could not be done. */
export function ModalActions({ children, problem }: ModalActionsProps) {
  return (
    <>
      <Problem words={problem} />
      <div className={styles.actions}>{children}</div>
    </>
  )
}
