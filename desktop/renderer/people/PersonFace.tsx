import type { ComponentProps } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { useWords } from '../state/language-choice.ts'
import { usePresenceShape } from '../state/people-selectors.ts'
import { useUser } from '../state/room-selectors.ts'
import { shownName } from './people-order.ts'
import { usePicture } from './use-picture.ts'

type PersonFaceProps = {
  readonly user: UserId
  readonly size?: ComponentProps<typeof Avatar>['size']
  /** Whether they are here is shown too. */
  readonly hasPresence?: boolean
}

/** Somebody's picture, wherever they are shown; a program is no circle. Wakes for that one person. */
export function PersonFace({ user, size, hasPresence = false }: PersonFaceProps) {
  const say = useWords()
  const person = useUser(user)
  const presence = usePresenceShape(hasPresence ? user : undefined)
  const picture = usePicture(user, person?.avatar)
  const name = person === undefined ? say('people.someone') : shownName(person)
  const shape = person?.bot === true ? 'room' : 'person'
  return <Avatar id={user} name={name} shape={shape} size={size} presence={presence} picture={picture} />
}
