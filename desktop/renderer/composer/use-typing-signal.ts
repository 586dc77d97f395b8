import { useCallback, useEffect, useRef } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { sayTyping } from '../commands.ts'

const repeatMs = 3_000

/** Tells the others that somebody types here: at most every three seconds, and once when it ends. */
export function useTypingSignal(room: RoomId): (isTyping: boolean) => void {
  const saidAt = useRef(0)
  const say = useCallback(
    (isTyping: boolean) => {
      const nowAt = Date.now()
      if (isTyping ? nowAt - saidAt.current < repeatMs : saidAt.current === 0) return
      saidAt.current = isTyping ? nowAt : 0
      void sayTyping(room, isTyping)
    },
    [room],
  )
  useEffect(() => () => say(false), [say])
  return say
}
