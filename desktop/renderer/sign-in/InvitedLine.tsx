import type { Result } from '../../../common/result.ts'
import type { CommandAnswer } from '../../engine-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './SignIn.module.css'

type InvitedProps = {
  readonly preview: Result<CommandAnswer<'preview-invite'>> | undefined
  readonly server: string
}

/** Whoever comes with an invitation is told that it is known, before they are asked for anything. */
export function InvitedLine({ preview, server }: InvitedProps) {
  const say = useWords()
  if (preview === undefined) return null
  if (!preview.ok) {
    return (
      <p className={styles.because} role="alert">
        {errorWords(say, preview.error)}
      </p>
    )
  }
  const { by, room } = preview.value
  return (
    <p className={styles.invited} role="status">
      {room === undefined
        ? richWords(say, 'invite.to-server', { name: by.displayName, server })
        : richWords(say, 'invite.to-room', { name: by.displayName, room: room.name || say('rooms.unnamed') })}
    </p>
  )
}
