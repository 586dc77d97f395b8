import { Paperclip } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { isDraggingFiles, type Picked, pickedFrom } from '../sending/picked-files.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './DropZone.module.css'

/**
 * Files that are dragged over the conversation, wherever in it. Each element on the way says that it was entered and left;
 * it is left for good when as many were left as entered.
 */
export function useFileDrop(mayDrop: boolean, onDrop: (picked: Picked) => void) {
  const [depth, setDepth] = useState(0)
  const ofFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    if (mayDrop && isDraggingFiles(event.dataTransfer)) act(event)
  }
  return {
    isOver: depth > 0,
    handlers: {
      onDragEnter: ofFiles(() => setDepth((now) => now + 1)),
      onDragLeave: ofFiles(() => setDepth((now) => Math.max(0, now - 1))),
      onDragOver: ofFiles((event) => {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }),
      onDrop: ofFiles((event) => {
        event.preventDefault()
        setDepth(0)
        onDrop(pickedFrom(event.dataTransfer))
      }),
    },
  }
}

/** What becomes of them, before they are let go. */
export function DropZone({ title }: { readonly title: string }) {
  const say = useWords()
  return (
    <div className={styles.zone}>
      <div className={styles.words}>
        <Paperclip aria-hidden="true" />
        <b>{say('attach.drop', { room: title })}</b>
        <span>{say('attach.drop-means')}</span>
      </div>
    </div>
  )
}
