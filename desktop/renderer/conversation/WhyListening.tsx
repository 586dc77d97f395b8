import type { RoomFacts } from '../../engine-contract.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsBlocked } from '../state/people-selectors.ts'
import { useRoomTitle } from '../state/room-selectors.ts'

/** Why nothing can be written here, where the composer would be. */
export function WhyListening({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const isBlocked = useIsBlocked(room.counterpart)
  if (isBlocked) return say('conversation.you-blocked', { name: title })
  return say(room.ended === undefined ? 'conversation.listening' : 'conversation.no-contacts')
}
