import { Dialog } from '@base-ui/react/dialog'
import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { focusBack } from '../look/popups/focus-back.ts'
import { useWords } from '../state/language-choice.ts'
import { hidePerson, usePersonCard } from '../state/person-card-store.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import styles from './PersonCard.module.css'
import { ShownPerson } from './ShownPerson.tsx'

/** The card of whoever was pointed at, beside it; on a narrow window, where there is no beside, a page. */
export function PersonCard() {
  const shown = usePersonCard((state) => state.shown)
  const main = useRef<HTMLButtonElement>(null)
  const before = useRef<Element>(null)
  const say = useWords()
  const users = useUsers()
  if (shown === undefined) return null
  const onOpenChange = (open: boolean) => !open && hidePerson()
  const popup = {
    'aria-label': nameOf(say, users, shown.user),
    initialFocus: () => {
      before.current = document.activeElement
      return main.current ?? true
    },
    finalFocus: () => focusBack(before.current),
  }
  if (matchMedia('(max-width: 620px)').matches) {
    return (
      <Dialog.Root open onOpenChange={onOpenChange}>
        <Dialog.Portal>
          <Dialog.Popup key={shown.user} className={styles.page} {...popup}>
            <ShownPerson user={shown.user} mainRef={main} />
            <Dialog.Close render={<IconButton label={say('look.close')} className={styles.close} />}>
              <X />
            </Dialog.Close>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    )
  }
  return (
    <Popover.Root open onOpenChange={onOpenChange}>
      <Popover.Portal>
        <Popover.Positioner
          className={styles.positioner}
          anchor={shown.anchor}
          side="inline-end"
          align="start"
          sideOffset={8}
          collisionPadding={8}
        >
          <Popover.Popup key={shown.user} className={styles.popup} {...popup}>
            <ShownPerson user={shown.user} mainRef={main} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
