import { useEffect, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import type { CommandAnswer } from '../../engine-command.ts'
import { previewInvite } from '../commands.ts'

type Preview = CommandAnswer<'preview-invite'>

/** Where an invitation leads, once the server has said it; of two codes the later one counts. */
export function useInvitePreview(code: string | undefined): Result<Preview> | undefined {
  const [known, setKnown] = useState<{ readonly code: string; readonly answer: Result<Preview> }>()
  useEffect(() => {
    if (code === undefined) return
    let isCurrent = true
    void previewInvite(code).then((answer) => isCurrent && setKnown({ code, answer }))
    return () => {
      isCurrent = false
    }
  }, [code])
  return known?.code === code ? known?.answer : undefined
}
