import type { RoomFacts } from '../../engine-contract.ts'
import { useBotCount } from '../state/here-count.ts'
import { useWords } from '../state/language-choice.ts'
import { useMembers } from '../state/room-selectors.ts'

/** How many are in a room: people and bots apart where all of them are known, else members, which both are. */
export function useMemberWords({ id, memberCount }: Pick<RoomFacts, 'id' | 'memberCount'>): string {
  const say = useWords()
  const isKnown = useMembers(id).length >= memberCount
  const bots = useBotCount(id)
  if (!isKnown) return say('rooms.members', { count: memberCount })
  const people = say('people.count', { count: memberCount - bots })
  return bots === 0 ? people : say('conversation.people-and-bots', { people, bots })
}
