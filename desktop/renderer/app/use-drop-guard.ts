import { useEffect } from 'react'

/**
 * A file dropped beside what takes files is refused. Else the browser opens it in place of the app, and what was being
 * written is gone. Whoever takes files says so by taking the event (`preventDefault`); text that is dragged is not touched.
 */
export function useDropGuard(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    addEventListener('dragover', refuse)
    addEventListener('drop', refuse)
    return () => {
      removeEventListener('dragover', refuse)
      removeEventListener('drop', refuse)
    }
  }, [])
}
