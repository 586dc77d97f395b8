import type { ComponentProps } from 'react'
import { Avatar } from '../look/marks/Avatar.tsx'
import { usePresenceShape } from '../state/people-selectors.ts'
import { useConnection, useMe } from '../state/room-selectors.ts'
import { usePicture } from './use-picture.ts'

/** My own picture, with what others see of where I am: what I wish, else whether I am at a device. */
export function MyFace({ size }: { readonly size: ComponentProps<typeof Avatar>['size'] }) {
  const me = useMe()
  const isOnline = useConnection().kind === 'online'
  const picture = usePicture(me.id, me.avatar)
  const seen = usePresenceShape(me.id)
  const wishes = { auto: seen ?? 'here', away: 'away', dnd: 'busy', invisible: 'gone' } as const
  const presence = isOnline ? wishes[me.presence ?? 'auto'] : 'gone'
  return <Avatar id={me.id} name={me.displayName} shape="person" size={size} presence={presence} picture={picture} />
}
