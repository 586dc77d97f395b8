import { errorWords } from '../../words/error-words.ts'
import { loadKeptData } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalWords } from '../look/popups/Modal.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName } from '../state/room-selectors.ts'
import styles from './KeptDataDialog.module.css'
import { keptWords } from './kept-words.ts'

/** What this server keeps of people, where and for how long: from its own answer, as it is set now. */
export function KeptDataDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const server = useServerName()
  const loaded = useLoaded(loadKeptData)
  const days = loaded.value?.retentionDays
  return (
    <Modal title={say('kept.of-server', { server })} onClose={onClose} wide>
      <Problem words={loaded.error === undefined ? undefined : errorWords(say, loaded.error)}>
        <Button look="word" onClick={loaded.again}>
          {say('look.try-again')}
        </Button>
      </Problem>
      {loaded.value === undefined ? (
        loaded.isLoading && <RowsSkeleton label={say('kept.loading')} />
      ) : (
        <>
          <ModalWords>
            {days === null || days === undefined ? say('kept.words-stay') : say('kept.words-go', { days })}{' '}
            {say('kept.from-settings')}
          </ModalWords>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys too */}
          <section className={styles.scroll} tabIndex={0} aria-label={say('kept.title')}>
            <dl className={styles.kept}>
              {loaded.value.kept.map((kept) => {
                const { what, where, howLong, until, isForeign } = keptWords(say, kept)
                return (
                  <div key={kept.what} lang={isForeign ? 'en' : undefined}>
                    <dt>{what}</dt>
                    <dd>
                      {where} · <b>{howLong}</b>
                      <span>{until}</span>
                    </dd>
                  </div>
                )
              })}
            </dl>
          </section>
        </>
      )}
    </Modal>
  )
}
