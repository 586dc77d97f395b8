import { useWords } from '../state/language-choice.ts'
import styles from './EmojiGroups.module.css'
import { emojiGroups, type GroupName } from './emoji-groups.ts'

type EmojiGroupsProps = {
  readonly shown: GroupName
  readonly onChoose: (group: GroupName) => void
}

/** Jumps to a group; says which one is on screen. */
export function EmojiGroups({ shown, onChoose }: EmojiGroupsProps) {
  const say = useWords()
  return (
    // The search keeps the focus: these are a second way to where the arrows lead too.
    <div className={styles.groups} role="toolbar" aria-label={say('emoji.groups')}>
      {emojiGroups.map(({ name, Icon }) => (
        <button
          key={name}
          type="button"
          className={styles.group}
          aria-pressed={name === shown}
          aria-label={say(`emoji.group-${name}`)}
          title={say(`emoji.group-${name}`)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(name)}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </div>
  )
}
