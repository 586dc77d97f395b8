import { X } from 'lucide-react'
import type { LinkPreview } from '../../../common/wire-event.ts'
import { LinkCard } from '../files/LinkCard.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './PreviewStrip.module.css'

type PreviewStripProps = { readonly preview: LinkPreview | undefined; readonly onRemove: () => void }

/** What goes along with the link that is being written, and a way to leave it out. */
export function PreviewStrip({ preview, onRemove }: PreviewStripProps) {
  const say = useWords()
  if (preview === undefined) return null
  return (
    <div className={styles.strip}>
      <LinkCard preview={preview} />
      <IconButton label={say('media.remove-preview')} size={30} onClick={onRemove}>
        <X />
      </IconButton>
    </div>
  )
}
