import { useCallback, useState } from 'react'
import type { Attachment } from '../../../common/wire-event.ts'
import { errorWords } from '../../words/error-words.ts'
import { loadSentFile } from '../commands.ts'
import { saveFile } from '../settings/save-file.ts'
import { useWords } from '../state/language-choice.ts'
import { shownFileName } from './shown-file-name.ts'

/** Gives somebody a file under the name that they see, whatever it is: saved, and never opened. */
export function useSaving(file: Pick<Attachment, 'file' | 'name'>) {
  const say = useWords()
  const [isSaving, setIsSaving] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { file: id, name } = file
  const save = useCallback(async () => {
    setIsSaving(true)
    setProblem(undefined)
    const loaded = await loadSentFile(id)
    setIsSaving(false)
    if (!loaded.ok) return setProblem(errorWords(say, loaded.error))
    // As bytes of no kind: no browser opens them, or gives them another ending.
    saveFile(new Blob([loaded.value], { type: 'application/octet-stream' }), shownFileName(name, say('media.file')))
  }, [id, name, say])
  return { isSaving, problem, save: () => void save() }
}
