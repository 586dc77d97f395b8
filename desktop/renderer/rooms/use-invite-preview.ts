import { useEffect, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import type { CommandAnswer } from '../../engine-command.ts'
import { previewInvite } from '../commands.ts'

type Preview = CommandAnswer<'preview-invite'>

/**
 * Where an invitation leads, once the server has said it; of two codes the later one counts.
 * @param times another number asks once more
 */
export function useInvitePreview(code: string | undefined, times = 0): Result<Preview> | undefined {
  const asked = `${code} ${times}`
  const [known, setKnown] = useState<{ readonly asked: string; readonly answer: Result<Preview> }>()
  useEffect(() => {
    if (code === undefined) return
    let isCurrent = true
    void previewInvite(code).then((answer) => isCurrent && setKnown({ asked, answer }))
    return () => {
      isCurrent = false
    }
  }, [code, asked])
  return known?.asked === asked ? known.answer : undefined
}
