import { Keys } from '../look/Keys.tsx'
import { Modal } from '../look/Modal.tsx'
import { modifierName } from '../look/modifier-name.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import styles from './ShortcutSheet.module.css'

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const ctrl = modifierName()
  const groups: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
    {
      title: 'Going somewhere',
      keys: [
        [`${ctrl} K`, 'Find or go to a room or person'],
        ['Alt Shift ↓', 'Next unread room'],
        ['Alt Shift ↑', 'Unread room before'],
        ['↑ ↓', 'From row to row, in lists'],
        // Browsers keep this one for themselves.
        ...(desktopBridge() === undefined ? [] : [[`${ctrl} Shift N`, 'New room'] as const]),
        [`${ctrl} I`, 'About this room'],
        [`${ctrl} ,`, 'Settings'],
        [`${ctrl} /`, 'This page'],
      ],
    },
    {
      title: 'Writing',
      keys: [
        ['Enter', 'Send'],
        ['Shift Enter', 'New line'],
        [`${ctrl} B`, 'Bold'],
        ['↑', 'Edit your last message, in an empty box'],
        ['Esc', 'Leave editing or replying'],
        ['@', 'Mention someone'],
      ],
    },
  ]
  return (
    <Modal title="Keyboard" onClose={onClose} wide>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does}>
                  <dt>
                    <Keys>{keys}</Keys>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
