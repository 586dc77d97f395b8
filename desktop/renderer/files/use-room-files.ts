import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { SharedCounts } from '../../engine-command.ts'
import { countShared, listShared } from '../commands.ts'
import { useSlice } from '../state/engine-store.ts'

export type Shared = {
  readonly messages: readonly Message[]
  readonly isLoading: boolean
  readonly error: AppError | undefined
  readonly again: () => void
  /** Undefined where all of it is there. */
  readonly more: (() => void) | undefined
}

/** What people have sent in a room, page by page; `words`: only what has all of them. */
export function useShared(room: RoomId, has: 'file' | 'image' | 'link', words: string): Shared {
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
      const page = await listShared(room, has, words, from)
      if (mine !== turn.current) return
      setIsLoading(false)
      if (!page.ok) return setError(page.error)
      setMessages((before) => (from === undefined ? page.value.messages : [...before, ...page.value.messages]))
      setCursor(page.value.cursor)
    },
    [room, has, words],
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

/** How many there are, as the panel is opened, and once more when something is said. */
export function useSharedCounts(room: RoomId): SharedCounts | undefined {
  const [counts, setCounts] = useState<SharedCounts>()
  const last = useSlice('rooms', (rooms) => rooms[room]?.headSeq)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when something was said
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(async () => {
      const found = await countShared(room)
      if (!isOver && found.ok) setCounts(found.value)
    }, settledMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [room, last])
  return counts
}

/** In a room where much is said it is not asked with each of it. */
const settledMs = 400
