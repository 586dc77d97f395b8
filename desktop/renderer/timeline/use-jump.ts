import { useCallback, useState } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { FoundMessage } from '../../engine-command.ts'
import type { WordKey } from '../../words/english-words.ts'
import { errorWords } from '../../words/error-words.ts'
import { loadBackTo } from '../commands.ts'
import { currentWords } from '../state/language-choice.ts'
import { readMessage } from '../state/timeline-selectors.ts'

/** The message to go to; `times` tells two jumps to the same one apart. */
export type Jump = { readonly message: MessageId; readonly times: number }

const missing = {
  further: 'timeline.further-back',
  absent: 'timeline.not-here',
} as const satisfies Readonly<Record<Exclude<FoundMessage, 'found'>, WordKey>>

/** Goes to a message, which may have to be loaded first; answers why not, as a sentence, where it cannot. */
export function useJump(room: RoomId) {
  const [jump, setJump] = useState<Jump>()
  const jumpTo = useCallback(
    async (message: MessageId): Promise<string | undefined> => {
      if (readMessage(room, message) === undefined) {
        const found = await loadBackTo(room, message)
        if (!found.ok) return errorWords(currentWords(), found.error)
        if (found.value !== 'found') return currentWords()(missing[found.value])
      }
      setJump((before) => ({ message, times: (before?.times ?? 0) + 1 }))
      return undefined
    },
    [room],
  )
  return { jump, jumpTo }
}
