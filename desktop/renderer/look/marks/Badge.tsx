import { unreadLabel } from '../../../../common/reducers/unread-reducer.ts'
import { useWords } from '../../state/language-choice.ts'
import styles from './Badge.module.css'

/** Grey counts what others wrote, persimmon what is meant for you. */
export function Badge({ unread, forYou }: { readonly unread: number; readonly forYou: number }) {
  const say = useWords()
  if (unread === 0 && forYou === 0) return null
  const isForYou = forYou > 0
  const count = isForYou ? forYou : unread
  return (
    <span className={styles.badge} data-for-you={isForYou}>
      <span aria-hidden="true">{unreadLabel(count)}</span>
      <span className="visually-hidden">
        {say(isForYou ? 'look.unread-for-you' : 'look.unread', { count: unreadLabel(count) })}
      </span>
    </span>
  )
}
