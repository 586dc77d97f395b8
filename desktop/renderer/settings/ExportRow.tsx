import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { exportMine, stopExport } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { waitWords } from '../sign-in/place-error.ts'
import { useWords } from '../state/language-choice.ts'
import { useExportBytes, useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import styles from './ExportRow.module.css'
import { OptionRow } from './OptionRow.tsx'
import { saveFile } from './save-file.ts'

/** A copy of all that the server has of me. It goes on where somebody looks at something else meanwhile. */
export function ExportRow() {
  const say = useWords()
  const { handle } = useMe()
  const bytes = useExportBytes()
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    const archive = await exportMine()
    if (!archive.ok) return setProblem(waitWords(say, archive.error) ?? errorWords(say, archive.error))
    if (archive.value === null) return
    saveFile(archive.value, `natter-${handle}.zip`)
    sayDone(say('settings.export-saved', { size: sizeWords(archive.value.size, say.locale) }))
  }
  return (
    <OptionRow
      title={say('settings.export')}
      words={
        <>
          {say('settings.export-means')}
          {bytes !== undefined && (
            <span className={styles.progress}>
              <progress aria-label={say('settings.export')} />
              <span>{say('settings.export-so-far', { size: sizeWords(bytes, say.locale) })}</span>
            </span>
          )}
          <Problem words={problem} />
        </>
      }
    >
      {bytes === undefined ? (
        <Button look="quiet" size="small" onClick={() => void save()}>
          {say('settings.export-save')}
        </Button>
      ) : (
        <Button look="quiet" size="small" onClick={() => void stopExport()}>
          {say('settings.export-stop')}
        </Button>
      )}
    </OptionRow>
  )
}
