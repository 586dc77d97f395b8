import { useCallback, useEffect, useRef } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { sayTyping } from '../commands.ts'

/** Tells the engine that somebody types here, and once when it ends. How often the others hear of it is the engine's matter. */
export function useTypingSignal(room: RoomId): (isTyping: boolean) => void {
  const isSaid = useRef(false)
  const say = useCallback(
    (isTyping: boolean) => {
      if (!isTyping && !isSaid.current) return
      isSaid.current = isTyping
      void sayTyping(room, isTyping)
    },
    [room],
  )
  useEffect(() => () => say(false), [say])
  return say
}
