import { useCallback } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { loadVersions } from '../commands.ts'
import { Modal, ModalWords } from '../look/popups/Modal.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { fullTimeWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import styles from './VersionsDialog.module.css'

type VersionsDialogProps = {
  readonly room: RoomId
  readonly message: MessageId
  readonly onClose: () => void
}

/** What an edited message said before, the newest first. */
export function VersionsDialog({ room, message, onClose }: VersionsDialogProps) {
  const say = useWords()
  const clock = useClock()
  const { value, error, isLoading } = useLoaded(useCallback(() => loadVersions(room, message), [room, message]))
  const versions = value?.versions ?? []
  return (
    <Modal title={say('versions.title')} onClose={onClose}>
      <Problem words={error && errorWords(say, error)} />
      {value !== undefined && versions.length < 2 && <ModalWords>{say('versions.not-kept')}</ModalWords>}
      {value?.cut && <ModalWords>{say('versions.cut')}</ModalWords>}
      <ol className={styles.versions} aria-busy={isLoading}>
        {versions.toReversed().map(({ seq, at, text }, index) => (
          <li key={seq}>
            <p>
              {index === 0 ? <b>{say('versions.now')}</b> : null}{' '}
              <time dateTime={new Date(at).toISOString()}>{fullTimeWords(at, clock)}</time>
            </p>
            <blockquote dir="auto">{text}</blockquote>
          </li>
        ))}
      </ol>
    </Modal>
  )
}
