import { Download } from 'lucide-react'
import { useId } from 'react'
import type { Attachment } from '../../../common/wire-event.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsGoing } from '../state/transfer-selectors.ts'
import styles from './FileCard.module.css'
import { FileName } from './FileName.tsx'
import { iconOf } from './file-icon.ts'
import { shownFileName, splitEnding } from './shown-file-name.ts'
import { useSaving } from './use-saving.ts'

/** A file that is not shown: what it is called, what it is, how large, and a way to save it. */
export function FileCard({ file }: { readonly file: Attachment }) {
  const say = useWords()
  const { isSaving, problem, save } = useSaving(file)
  const isGoing = useIsGoing(file.file)
  const Icon = iconOf(file.mediaType)
  const size = sizeWords(file.sizeBytes, say.locale)
  const shown = shownFileName(file.name, say('media.file'))
  const ending = splitEnding(shown)[1].slice(1).toLocaleUpperCase(say.locale)
  const caption = useId()
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no fields are in it */}
      <div
        className={styles.card}
        role="group"
        aria-label={say('message.file', { name: shown, size })}
        aria-describedby={file.caption === undefined ? undefined : caption}
      >
        <IconTile look="accent">
          <Icon />
        </IconTile>
        <div className={styles.words}>
          <div className={styles.name}>
            <FileName name={file.name} />
          </div>
          <div className={styles.size}>{ending === '' ? size : say('media.size-and-kind', { size, kind: ending })}</div>
        </div>
        {!isGoing && (
          <IconButton
            label={say('media.save', { name: shown })}
            disabled={isSaving}
            aria-busy={isSaving}
            onClick={save}
          >
            <Download />
          </IconButton>
        )}
      </div>
      <Problem words={problem} />
      {file.caption !== undefined && (
        <div id={caption} className={styles.caption} dir="auto">
          {file.caption}
        </div>
      )}
    </>
  )
}
