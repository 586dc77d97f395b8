import type { AdminUser } from '../../../../common/http-contract/admin-contract.ts'
import type { Words } from '../../../words/words.ts'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { usePicture } from '../../people/use-picture.ts'
import { useWords } from '../../state/language-choice.ts'
import { useMe } from '../../state/room-selectors.ts'
import styles from './AdminPersonCell.module.css'

type PersonLike = Pick<AdminUser, 'id' | 'handle' | 'displayName' | 'avatar' | 'deleted'>

/** What somebody is called; whoever is gone has no name any more. */
export function accountName(say: Words, { displayName, deleted }: Pick<AdminUser, 'displayName' | 'deleted'>): string {
  return deleted ? say('people.deleted') : displayName
}

/** A face, a name, and the handle beside it. */
export function AdminPersonCell({ user, size = 28 }: { readonly user: PersonLike; readonly size?: 28 | 36 }) {
  const say = useWords()
  const me = useMe().id
  return (
    <span className={styles.person}>
      <AdminFace user={user} size={size} />
      <b dir="auto">{accountName(say, user)}</b>
      {!user.deleted && (
        <span className={styles.handle}>
          {user.id === me ? say('admin.you-handle', { handle: user.handle }) : <bdi>@{user.handle}</bdi>}
        </span>
      )}
    </span>
  )
}

type AdminFaceProps = { readonly user: PersonLike; readonly size?: 28 | 36 | 40 }

export function AdminFace({ user, size = 28 }: AdminFaceProps) {
  const picture = usePicture(user.id, user.avatar)
  return <Avatar id={user.id} name={user.displayName} shape="person" size={size} picture={picture} />
}
