import { useRef, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { putPicture, removePicture } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { PictureDialog } from './PictureDialog.tsx'
import styles from './ProfileSettings.module.css'

/** My picture. */
export function PictureRow() {
  const me = useMe()
  return <PictureChoice hasPicture={me.avatar !== undefined} put={putPicture} remove={removePicture} />
}

type PictureChoiceProps = {
  readonly hasPicture: boolean
  readonly put: (picture: Blob) => Promise<Result<unknown>>
  readonly remove: () => Promise<Result<unknown>>
}

/** A picture is chosen here, cut to a square, or there is none, and then the first letter stands. */
export function PictureChoice({ hasPicture, put, remove: takeAway }: PictureChoiceProps) {
  const say = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [problem, setProblem] = useState<string>()
  const remove = async () => {
    const removed = await takeAway()
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
        {hasPicture && (
          <Button look="danger-word" size="small" onClick={() => void remove()}>
            {say('settings.picture-remove')}
          </Button>
        )}
      </div>
      <Problem words={problem} />
      {file !== undefined && <PictureDialog file={file} put={put} onClose={() => setFile(undefined)} />}
    </>
  )
}
