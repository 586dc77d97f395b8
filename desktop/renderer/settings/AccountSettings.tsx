import { useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import { signOut } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { useMe, useServerName } from '../state/room-selectors.ts'
import { showOverlay, showRoom } from '../state/view-store.ts'
import styles from './DeviceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

export function AccountSettings() {
  const me = useMe()
  const serverName = useServerName()
  const [problem, setProblem] = useState<string>()
  const [isLeaving, setIsLeaving] = useState(false)
  const leave = async () => {
    setIsLeaving(true)
    const left = await signOut()
    setIsLeaving(false)
    if (!left.ok) return setProblem(sentenceOf(left.error))
    showOverlay('none')
    showRoom(undefined)
  }
  return (
    <>
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <OptionRow
        title="Sign out"
        words={`Ends the sign-in of @${me.handle} to ${serverName} on this device. What is kept here is deleted, drafts and unsent messages too.`}
      >
        <Button look="danger" size="small" disabled={isLeaving} onClick={() => void leave()}>
          Sign out
        </Button>
      </OptionRow>
    </>
  )
}
