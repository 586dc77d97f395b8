import type { GoneRoomView } from '../../engine-contract.ts'
import { dismissGoneRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { useDraft, useMe, useUsers } from '../state/room-selectors.ts'
import { leaveView, showRoom } from '../state/view-store.ts'
import styles from './GoneRoomPane.module.css'
import { goneWords, unsentSentence } from './gone-room-words.ts'

/** In place of a room that others took me out of: what I wrote and did not send can still be had from here. */
export function GoneRoomPane({ gone }: { readonly gone: GoneRoomView }) {
  const users = useUsers()
  const me = useMe()
  const draft = useDraft(gone.id)
  const texts = draft.trim() === '' ? gone.unsent : [...gone.unsent, draft]
  const dismiss = async () => {
    const dismissed = await dismissGoneRoom(gone.id)
    if (dismissed.ok) leaveView(gone.id)
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.column}>
        <h2>
          You are not in <bdi>{gone.name}</bdi> any more
        </h2>
        <p>
          {goneWords(gone, { users, me: me.id })} {unsentSentence(texts.length)}
        </p>
        {texts.length > 0 && (
          <ul aria-label="Not sent">
            {texts.map((text, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice, and nothing moves
              <li key={index} dir="auto">
                {text}
              </li>
            ))}
          </ul>
        )}
        <div className={styles.actions}>
          {texts.length > 0 ? (
            <>
              <Button look="quiet" onClick={() => showRoom(undefined)}>
                Later
              </Button>
              <Button look="danger" onClick={() => void dismiss()}>
                Discard
              </Button>
              <Button onClick={() => void navigator.clipboard.writeText(texts.join('\n\n'))}>Copy</Button>
            </>
          ) : (
            <Button look="quiet" onClick={() => void dismiss()}>
              Dismiss
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
