import { Menu } from '@base-ui/react/menu'
import { Ellipsis, type House } from 'lucide-react'
import { useRef, useState } from 'react'
import { IconButton } from '../../look/buttons/IconButton.tsx'
import menu from '../../look/popups/Menu.module.css'

export type AdminMenuItem = {
  readonly key: string
  readonly name: string
  readonly Icon: typeof House
  readonly isDanger?: boolean
  /** @param from where the focus goes back to */
  readonly onChoose: (from: HTMLElement | null) => void
}

type AdminMenuProps = {
  /** What the menu is of, for screen readers. */
  readonly label: string
  readonly items: readonly AdminMenuItem[]
}

/** What can be done with a row, behind three dots at its end. */
export function AdminMenu({ label, items }: AdminMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null)
  /** Inside of the page, which is where it belongs to for whoever goes by landmarks. */
  const [page, setPage] = useState<HTMLElement | null>(null)
  if (items.length === 0) return null
  return (
    <Menu.Root onOpenChange={(open) => open && setPage(trigger.current?.closest('main') ?? null)}>
      <Menu.Trigger ref={trigger} render={<IconButton label={label} size={30} />}>
        <Ellipsis />
      </Menu.Trigger>
      <Menu.Portal container={page}>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="end" collisionPadding={8}>
          <Menu.Popup className={menu.popup} aria-label={label}>
            {items.map(({ key, name, Icon, isDanger, onChoose }) => (
              <Menu.Item
                key={key}
                className={menu.item}
                data-danger={isDanger || undefined}
                onClick={() => onChoose(trigger.current)}
              >
                <Icon aria-hidden="true" />
                {name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** Where the focus goes when a dialog closes: where it was opened from, else to the page. */
export function focusFrom(from: HTMLElement | null): () => HTMLElement | boolean {
  return () => {
    if (from?.isConnected) return from
    const page = document.querySelector<HTMLElement>('main[data-region="admin"]')
    return page?.querySelector<HTMLElement>('[data-row][tabindex="0"], h1') ?? true
  }
}
