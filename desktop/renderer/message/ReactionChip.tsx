import { Tooltip } from '@base-ui/react/tooltip'
import { useState } from 'react'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import styles from './Reactions.module.css'
import type { ReactionGroup } from './reaction-groups.ts'

type ReactionChipProps = {
  readonly group: ReactionGroup
  readonly mayReact: boolean
  readonly onToggle: () => void
  readonly onAskWho: () => void
}

/** More names than anybody reads at a glance; the rest is a number, and a list of its own. */
const mostNames = 10

/** One emoji, how many took it and who: the first names come on hovering and on focus, all of them on a long press. One tap toggles mine. */
export function ReactionChip({ group, mayReact, onToggle, onAskWho }: ReactionChipProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const [isOpen, setIsOpen] = useState(false)
  const names = group.users.map((user) => (user === me.id ? say('people.you') : nameOf(say, users, user)))
  const more = names.length - mostNames
  const shown = more > 0 ? [...names.slice(0, mostNames), say('message.more-names', { count: more })] : names
  return (
    <Tooltip.Root open={isOpen} onOpenChange={setIsOpen}>
      <Tooltip.Trigger
        delay={400}
        closeOnClick={false}
        render={
          <button
            type="button"
            className={styles.reaction}
            aria-pressed={group.isMine}
            aria-disabled={!mayReact}
            onClick={() => mayReact && onToggle()}
            onContextMenu={(event) => {
              // A long press is a question, not a tap.
              event.preventDefault()
              setIsOpen(false)
              onAskWho()
            }}
          />
        }
      >
        <span className={styles.emoji}>{group.emoji}</span>
        <span className="tabular">{say.number(group.users.length)}</span>
        <span className="visually-hidden">{say.list(shown)}</span>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup className={styles.who}>
            <span className={styles.large}>{group.emoji}</span>
            <span dir="auto">{say.list(shown)}</span>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
