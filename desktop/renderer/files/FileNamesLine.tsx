import { FileText } from 'lucide-react'
import { useWords } from '../state/language-choice.ts'
import styles from './FileNamesLine.module.css'
import { shownFileName } from './shown-file-name.ts'

/** What a message has with it, in one line under its words, where its files are not shown themselves. Nothing where it has none. */
export function FileNamesLine({ files }: { readonly files: readonly { readonly name: string }[] }) {
  const say = useWords()
  if (files.length === 0) return null
  return (
    <span className={styles.line}>
      <FileText aria-hidden="true" />
      <span dir="auto">{files.map(({ name }) => shownFileName(name, say('media.file'))).join(', ')}</span>
    </span>
  )
}
