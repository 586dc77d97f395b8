import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './OwnWords.module.css'
import { useNoticeSettings, usePageChanges } from './use-notices.ts'

const mostWords = 50
const mostCharacters = 60

/** Words that are for me like a mention. */
export function OwnWords() {
  const say = useWords()
  const { words } = useNoticeSettings()
  const { change } = usePageChanges()
  const [typed, setTyped] = useState('')
  const known = Object.keys(words)
  const wanted = typed.trim().normalize('NFC')
  const add = (event: React.FormEvent) => {
    event.preventDefault()
    if (wanted === '' || known.length >= mostWords) return
    change({ words: { [wanted]: true } })
    setTyped('')
  }
  return (
    <section className={styles.words} aria-labelledby="own-words">
      <div className={styles.head}>
        <h2 id="own-words">{say('notices.own-words')}</h2>
        <p>{say('notices.own-words-means')}</p>
      </div>
      <form className={styles.form} onSubmit={add}>
        <input
          aria-label={say('notices.new-word')}
          placeholder={say('notices.new-word')}
          maxLength={mostCharacters}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button look="quiet" size="small" type="submit" disabled={wanted === '' || known.length >= mostWords}>
          {say('notices.add-word')}
        </Button>
      </form>
      {known.length > 0 && (
        <ul className={styles.list} aria-labelledby="own-words">
          {known.map((word) => (
            <li key={word}>
              <span dir="auto">{word}</span>
              <button
                type="button"
                aria-label={say('notices.remove-word', { word })}
                onClick={() => change({ words: { [word]: null } })}
              >
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
