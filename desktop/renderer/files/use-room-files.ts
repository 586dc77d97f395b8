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

/** How many there are, as the panel is opened, and once more when it was quiet after something was said. */
export function useSharedCounts(room: RoomId): SharedCounts | undefined {
  const [counted, setCounted] = useState<{ readonly room: RoomId; readonly counts: SharedCounts }>()
  const last = useSlice('rooms', (rooms) => rooms[room]?.headSeq)
  const asked = useRef<RoomId>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when something was said
  useEffect(() => {
    const count = async () => {
      const found = await countShared(room)
      if (found.ok) setCounted({ room, counts: found.value })
    }
    const timer = setTimeout(() => void count(), asked.current === room ? quietMs : 0)
    asked.current = room
    return () => clearTimeout(timer)
  }, [room, last])
  return counted?.room === room ? counted.counts : undefined
}

/** The answer names all who are in the room: where much is said it is not asked for with each of it. */
const quietMs = 3_000
