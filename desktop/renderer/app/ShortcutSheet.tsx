import type { PlainKey } from '../../words/word-keys.ts'
import { type FormatTool, formatTools } from '../composer/format-tools.ts'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { Modal } from '../look/popups/Modal.tsx'
import { desktopBridge } from '../state/desktop-link.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './ShortcutSheet.module.css'

type Said = (PlainKey & `keys.${string}`) | FormatTool['does'] | 'composer.formatting'
type Group = { readonly title: Said; readonly keys: readonly Row[] }
type Row = readonly [keys: string, does: Said]

function listGroups(): readonly Group[] {
  // Browsers keep this one for themselves.
  const newRoom: readonly Row[] = desktopBridge() === undefined ? [] : [['Mod Shift N', 'keys.new-room']]
  return [
    {
      title: 'keys.going',
      keys: [
        ['Mod K', 'keys.find'],
        ['Mod Shift F', 'keys.search'],
        ['Mod F', 'keys.search-room'],
        ['Alt Shift ↓', 'keys.next-unread'],
        ['Alt Shift ↑', 'keys.unread-before'],
        ['F6', 'keys.pane-to-pane'],
        ['↑ ↓', 'keys.row-to-row'],
        ['Mod Enter', 'keys.own-window'],
        ['Home', 'keys.first-message'],
        ['End', 'keys.last-message'],
        ['Shift Esc', 'keys.read-all'],
        ['Mod Shift S', 'keys.save-message'],
        ...newRoom,
        ['Mod I', 'keys.about'],
        ['Mod ,', 'keys.settings'],
        ['Mod /', 'keys.this-page'],
      ],
    },
    {
      title: 'keys.writing',
      keys: [
        ['Enter', 'keys.send'],
        ['Shift Enter', 'keys.new-line'],
        ['↑', 'keys.edit-last'],
        ['Esc', 'keys.leave'],
        ['@', 'keys.mention'],
        [':', 'keys.emoji'],
      ],
    },
    {
      title: 'composer.formatting',
      keys: formatTools.flat().map(({ keys, does }): Row => [keys, does]),
    },
  ]
}

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  return (
    <Modal title={say('keys.title')} onClose={onClose} wide>
      <div className={styles.groups}>
        {listGroups().map((group) => (
          <section key={group.title}>
            <h3>{say(group.title)}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does}>
                  <dt>
                    <Keys>{keyNames(say, keys)}</Keys>
                  </dt>
                  <dd>{say(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
