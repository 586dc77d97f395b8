import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { IconButton } from './IconButton.tsx'
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
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.shade} />
        <Dialog.Viewport className={styles.viewport}>
          <Dialog.Popup
            className={styles.sheet}
            data-wide={wide}
            initialFocus={initialFocus ?? true}
            finalFocus={finalFocus ?? true}
          >
            <header className={styles.head}>
              <Dialog.Title className={styles.title}>{title}</Dialog.Title>
              <Dialog.Close render={<IconButton label="Close" />}>
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

/** The buttons at the foot of a dialog. */
export function ModalActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
