import { type DragEvent, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { isDraggingFiles, pickedFrom } from '../sending/picked-files.ts'
import { handFiles } from '../state/handed-files.ts'

/** Files that are dropped on a room of the list are for it: it opens, and its composer has them. */
export function useRowDrop(room: RoomId, onOpen: (room: RoomId) => void) {
  const [isOver, setIsOver] = useState(false)
  return {
    'data-over': isOver || undefined,
    onDragOver(event: DragEvent) {
      if (!isDraggingFiles(event.dataTransfer)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop(event: DragEvent) {
      if (!isDraggingFiles(event.dataTransfer)) return
      event.preventDefault()
      setIsOver(false)
      handFiles({ room, ...pickedFrom(event.dataTransfer) })
      onOpen(room)
    },
  }
}
