import { useRef, useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { removePicture } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Problem } from '../look/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { PictureDialog } from './PictureDialog.tsx'
import styles from './ProfileSettings.module.css'

/** My picture: chosen here, cut to a square, or none, and then the first letter stands. */
export function PictureRow() {
  const say = useWords()
  const me = useMe()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [problem, setProblem] = useState<string>()
  const remove = async () => {
    const removed = await removePicture()
    setProblem(removed.ok ? undefined : errorWords(say, removed.error))
  }
  return (
    <>
      <div className={styles.actions}>
        <input
          ref={input}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => {
            setFile(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button look="quiet" size="small" onClick={() => input.current?.click()}>
          {say('settings.picture-choose')}
        </Button>
        {me.avatar !== undefined && (
          <Button look="danger-word" size="small" onClick={() => void remove()}>
            {say('settings.picture-remove')}
          </Button>
        )}
      </div>
      <Problem words={problem} />
      {file !== undefined && <PictureDialog file={file} onClose={() => setFile(undefined)} />}
    </>
  )
}
