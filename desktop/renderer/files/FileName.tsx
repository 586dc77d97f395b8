import { useWords } from '../state/language-choice.ts'
import styles from './FileName.module.css'
import { shownFileName, splitEnding } from './shown-file-name.ts'

/** A file's name on one line. Where it is long its stem gives way, never its ending; and it turns no direction but its own. */
export function FileName({ name }: { readonly name: string }) {
  const say = useWords()
  const shown = shownFileName(name, say('media.file'))
  const [stem, ending] = splitEnding(shown)
  return (
    <bdi className={styles.name} title={shown}>
      <span className={styles.stem}>{stem}</span>
      <span>{ending}</span>
    </bdi>
  )
}
