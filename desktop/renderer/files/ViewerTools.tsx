import { Dialog } from '@base-ui/react/dialog'
import { CornerUpLeft, Download, Forward, X, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './Viewer.module.css'

type ViewerToolsProps = {
  /** Of the picture, by the key that does the same. */
  readonly onZoom: (key: '+' | '-' | '0') => void
  /** What can be done with it, button by button. */
  readonly children: ReactNode
}

/** The row of the viewer: how it is looked at, what can be done with it, and the way out. */
export function ViewerTools({ onZoom, children }: ViewerToolsProps) {
  const say = useWords()
  return (
    <div className={styles.tools} role="toolbar" aria-label={say('media.tools')}>
      <IconButton label={say('media.zoom-out')} onClick={() => onZoom('-')}>
        <ZoomOut />
      </IconButton>
      <button type="button" className={styles.fit} onClick={() => onZoom('0')}>
        {say('media.fit')}
      </button>
      <IconButton label={say('media.zoom-in')} onClick={() => onZoom('+')}>
        <ZoomIn />
      </IconButton>
      <span className={styles.line} aria-hidden="true" />
      {children}
      <span className={styles.line} aria-hidden="true" />
      <Dialog.Close render={<IconButton label={say('look.close')} />}>
        <X />
      </Dialog.Close>
    </div>
  )
}

type PictureToolsProps = {
  readonly title: string
  readonly isSaving: boolean
  readonly onSave: () => void
  readonly onGoThere: () => void
  readonly onPassOn: () => void
}

export function PictureTools({ title, isSaving, onSave, onGoThere, onPassOn }: PictureToolsProps) {
  const say = useWords()
  return (
    <>
      <IconButton label={say('media.go-to-message')} onClick={onGoThere}>
        <CornerUpLeft />
      </IconButton>
      <IconButton label={say('forward.begin')} onClick={onPassOn}>
        <Forward />
      </IconButton>
      <IconButton label={say('media.save', { name: title })} disabled={isSaving} onClick={onSave}>
        <Download />
      </IconButton>
    </>
  )
}
