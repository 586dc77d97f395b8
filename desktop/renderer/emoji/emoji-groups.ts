import { Clock, Coffee, Flag, Hash, Leaf, Lightbulb, type LucideIcon, Plane, Smile, Volleyball } from 'lucide-react'

export type GroupName =
  | 'often'
  | 'faces'
  | 'nature'
  | 'food'
  | 'play'
  | 'travel'
  | 'things'
  | 'signs'
  | 'flags'
  | 'found'

/** The picker's groups in their order, with emojibase's numbers. */
export const emojiGroups: readonly {
  readonly name: Exclude<GroupName, 'found'>
  readonly numbers: readonly number[]
  readonly Icon: LucideIcon
}[] = [
  { name: 'often', numbers: [], Icon: Clock },
  { name: 'faces', numbers: [0, 1], Icon: Smile },
  { name: 'nature', numbers: [3], Icon: Leaf },
  { name: 'food', numbers: [4], Icon: Coffee },
  { name: 'play', numbers: [6], Icon: Volleyball },
  { name: 'travel', numbers: [5], Icon: Plane },
  { name: 'things', numbers: [7], Icon: Lightbulb },
  { name: 'signs', numbers: [8], Icon: Hash },
  { name: 'flags', numbers: [9], Icon: Flag },
]
