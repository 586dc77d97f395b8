import { useEffect } from 'react'
import { closeForward, useForwardDialog } from '../state/forward-dialog.ts'
import { ForwardDialog } from './ForwardDialog.tsx'

/** What is passed on, from wherever that was begun. */
export function ForwardPlace() {
  const { source, picture } = useForwardDialog()
  // Signed out: whoever comes next in this window is shown nothing of it.
  useEffect(() => closeForward, [])
  return source === undefined ? null : <ForwardDialog source={source} picture={picture} onClose={closeForward} />
}
