import { type RefObject, useCallback, useState } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { FoundMessage } from '../../engine-command.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { loadBackTo } from '../commands.ts'
import { errorWords } from '../look/error-words.ts'
import { findMessage } from './timeline-items.ts'

/** The message to go to; `times` tells two jumps to the same one apart. */
export type Jump = { readonly message: MessageId; readonly times: number }

const missing: Readonly<Record<Exclude<FoundMessage, 'found'>, string>> = {
  further: 'It is further back. Look on',
  absent: 'That message is not here any more.',
}

/** Goes to a message, which may have to be loaded first; answers why not, as a sentence, where it cannot. */
export function useJump(room: RoomId, rows: RefObject<readonly TimelineRow[]>) {
  const [jump, setJump] = useState<Jump>()
  const jumpTo = useCallback(
    async (message: MessageId): Promise<string | undefined> => {
      if (findMessage(rows.current, message) === undefined) {
        const found = await loadBackTo(room, message)
        if (!found.ok) return errorWords(found.error)
        if (found.value !== 'found') return missing[found.value]
      }
      setJump((before) => ({ message, times: (before?.times ?? 0) + 1 }))
      return undefined
    },
    [room, rows],
  )
  return { jump, jumpTo }
}
