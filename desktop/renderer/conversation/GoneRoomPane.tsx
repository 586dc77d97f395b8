import type { GoneRoomView } from '../../engine-contract.ts'
import { dismissGoneRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { copyText } from '../look/buttons/copy-text.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useDraftWords, useMe, useUsers } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { leaveView, showRoom } from '../state/view-store.ts'
import styles from './GoneRoomPane.module.css'
import { goneWords, unsentSentence } from './gone-room-words.ts'

/** In place of a room that others took me out of: what I wrote and did not send can still be had from here. */
export function GoneRoomPane({ gone }: { readonly gone: GoneRoomView }) {
  const say = useWords()
  const users = useUsers()
  const me = useMe()
  const draft = useDraftWords(gone.id)
  const texts = draft.trim() === '' ? gone.unsent : [...gone.unsent, draft]
  const copy = async () => {
    if (!(await copyText(texts.join('\n\n')))) sayDone(say('look.not-copied'))
  }
  const dismiss = async () => {
    const dismissed = await dismissGoneRoom(gone.id)
    if (dismissed.ok) leaveView(gone.id)
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.column}>
        <h1>{richWords(say, 'conversation.gone-title', { room: gone.name })}</h1>
        <p>
          {goneWords(gone, { say, users, me: me.id })} {unsentSentence(say, texts.length)}
        </p>
        {texts.length > 0 && (
          <ul aria-label={say('conversation.not-sent')}>
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
                {say('conversation.later')}
              </Button>
              <Button look="danger" onClick={() => void dismiss()}>
                {say('look.discard')}
              </Button>
              <Button onClick={() => void copy()}>{say('look.copy')}</Button>
            </>
          ) : (
            <Button look="quiet" onClick={() => void dismiss()}>
              {say('conversation.dismiss')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
