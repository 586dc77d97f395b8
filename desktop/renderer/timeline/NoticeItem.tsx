import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import styles from './NoticeItem.module.css'
import { noticesWords } from './notice-words.ts'
import type { NoticeRow } from './timeline-items.ts'

export function NoticeItem({ rows }: { readonly rows: readonly NoticeRow[] }) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const words = noticesWords(
    rows.map((row) => row.event),
    { say, users, me: me.id },
  )
  return (
    <p className={styles.notice}>
      <bdi>{words}</bdi>
    </p>
  )
}
