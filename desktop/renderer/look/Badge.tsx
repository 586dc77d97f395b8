import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import styles from './Badge.module.css'

/** Grey counts what others wrote, persimmon what is meant for you. */
export function Badge({ unread, forYou }: { readonly unread: number; readonly forYou: number }) {
  if (unread === 0 && forYou === 0) return null
  const isForYou = forYou > 0
  const count = isForYou ? forYou : unread
  return (
    <span className={styles.badge} data-for-you={isForYou}>
      {unreadLabel(count)}
      <span className="visually-hidden">{isForYou ? ' unread for you' : ' unread'}</span>
    </span>
  )
}
