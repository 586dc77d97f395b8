import type { Message } from '../../../common/message.ts'
import { sizeWords } from '../look/wording/size-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './FileLines.module.css'

/** What a message has with it, by name and size: so that none seems to be empty. */
export function FileLines({ files }: { readonly files: Message['attachments'] }) {
  const say = useWords()
  return files.map(({ file, name, sizeBytes, caption }) => (
    <div key={file} className={styles.file}>
      {/* A name may be written in either direction, and is nobody's to turn the line with. */}
      <bdi>{say('message.file', { name, size: sizeWords(sizeBytes, say.locale) })}</bdi>
      {caption !== undefined && (
        <div className={styles.caption} dir="auto">
          {caption}
        </div>
      )}
    </div>
  ))
}
