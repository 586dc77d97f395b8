import { Button } from '../look/buttons/Button.tsx'
import { ModalActions } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUnsentCount } from '../state/room-selectors.ts'
import styles from './DepartChoice.module.css'
import type { KeptWords } from './departing.ts'
import { KeepOrErase } from './KeepOrErase.tsx'

type DepartChoiceProps = {
  readonly messages: KeptWords
  readonly onChoose: (messages: KeptWords) => void
  readonly onClose: () => void
  readonly onGoOn: () => void
}

const goes = ['depart.goes-profile', 'depart.goes-devices', 'depart.goes-people', 'depart.goes-rooms'] as const
const stays = ['depart.stays-name', 'depart.stays-handle'] as const

/** What goes and what stays, before anything is asked for. */
export function DepartChoice({ messages, onChoose, onClose, onGoOn }: DepartChoiceProps) {
  const say = useWords()
  const unsent = useUnsentCount()
  return (
    <div className={styles.choice}>
      <section>
        <h3>{say('depart.goes')}</h3>
        <ul>
          {goes.map((key) => (
            <li key={key}>{say(key)}</li>
          ))}
          {unsent > 0 && <li>{say('depart.goes-unsent', { count: unsent })}</li>}
        </ul>
      </section>
      <section>
        <h3>{say('depart.stays')}</h3>
        <ul>
          {stays.map((key) => (
            <li key={key}>{say(key)}</li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{say('depart.words')}</h3>
        <KeepOrErase label={say('depart.words')} kept={messages} onChoose={onChoose} />
      </section>
      <ModalActions>
        <Button look="quiet" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button look="danger" onClick={onGoOn}>
          {say('depart.go-on')}
        </Button>
      </ModalActions>
    </div>
  )
}
