import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { listShared } from '../commands.ts'

export type Shared = {
  readonly messages: readonly Message[]
  readonly isLoading: boolean
  readonly error: AppError | undefined
  readonly again: () => void
  /** Undefined where all of it is there. */
  readonly more: (() => void) | undefined
}

/** What people have sent in a room, page by page. */
export function useShared(room: RoomId, has: 'file' | 'image' | 'link'): Shared {
  const [messages, setMessages] = useState<readonly Message[]>([])
  const [cursor, setCursor] = useState<string>()
  const [error, setError] = useState<AppError>()
  const [isLoading, setIsLoading] = useState(true)
  const turn = useRef(0)
  const load = useCallback(
    async (from?: string) => {
      const mine = from === undefined ? ++turn.current : turn.current
      setIsLoading(true)
      setError(undefined)
      const page = await listShared(room, has, from)
      if (mine !== turn.current) return
      setIsLoading(false)
      if (!page.ok) return setError(page.error)
      setMessages((before) => (from === undefined ? page.value.messages : [...before, ...page.value.messages]))
      setCursor(page.value.cursor)
    },
    [room, has],
  )
  useEffect(() => {
    setMessages([])
    void load()
    return () => {
      turn.current += 1
    }
  }, [load])
  const again = useCallback(() => void load(), [load])
  return {
    messages,
    isLoading,
    error,
    again,
    more: cursor === undefined || isLoading ? undefined : () => void load(cursor),
  }
}
