import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { FoundPage, MessageSearch } from '../../search-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { searchMessages } from '../commands.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { currentWords, useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import type { Jumps } from '../timeline/use-jump.ts'
import styles from './RoomSearchBar.module.css'
import { coverageWords } from './SearchedLine.tsx'

type RoomSearchBarProps = {
  readonly room: RoomId
  readonly goTo: Jumps['goTo']
  readonly onClose: () => void
}

/** With what it is the answer to: whoever types on has not asked for that yet. */
type Found = FoundPage & { readonly search: MessageSearch }

const restMs = 180

/** Under the head of a room: goes from hit to hit in it, the newest first. Escape closes it, and one stays where one is. */
export function RoomSearchBar({ room, goTo, onClose }: RoomSearchBarProps) {
  const say = useWords()
  const clock = useClock()
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<Found>()
  const [at, setAt] = useState(0)
  const [problem, setProblem] = useState<string>()
  useEffect(() => box.current?.focus(), [])
  /** Another question by now: what comes of the one before is not shown. */
  const turn = useRef(0)
  const isLoadingMore = useRef(false)
  useEffect(() => {
    turn.current += 1
    isLoadingMore.current = false
    setProblem(undefined)
    if (typed.trim() === '') return setFound(undefined)
    let isOver = false
    const timer = setTimeout(async () => {
      const search = { q: typed.trim(), rooms: [room] }
      const answer = await searchMessages(search)
      if (isOver) return
      if (!answer.ok) return setProblem(errorWords(currentWords(), answer.error))
      setFound({ ...answer.value, search })
      setAt(0)
      const first = answer.value.hits[0]
      if (first !== undefined) void goTo({ kind: 'message', message: first.message })
    }, restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [typed, room, goTo])

  const step = async (by: 1 | -1) => {
    if (found === undefined || isLoadingMore.current) return
    setProblem(undefined)
    let { hits } = found
    const next = at + by
    if (next >= hits.length && found.cursor !== undefined) {
      const mine = turn.current
      isLoadingMore.current = true
      const more = await searchMessages(found.search, { cursor: found.cursor })
      if (mine !== turn.current) return
      isLoadingMore.current = false
      if (!more.ok) return setProblem(errorWords(say, more.error))
      hits = [...hits, ...more.value.hits]
      setFound({ ...more.value, hits, search: found.search })
    }
    const hit = hits[next]
    if (hit === undefined) return
    setAt(next)
    void goTo({ kind: 'message', message: hit.message })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter') void step(event.shiftKey ? -1 : 1)
    else if (event.key === 'ArrowUp') void step(1)
    else if (event.key === 'ArrowDown') void step(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const count = found?.hits.length ?? 0
  return (
    <search className={styles.bar} aria-label={say('search.in-this-room')}>
      <SearchBox
        ref={box}
        label={say('search.in-this-room')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p role="status" title={found && coverageWords(say, clock, found.coverage)}>
        {problem ??
          (found === undefined
            ? ''
            : count === 0
              ? say(found.coverage.kind === 'all' ? 'search.none-here' : 'search.none-so-far')
              : say(found.cursor === undefined ? 'search.place-of' : 'search.place-of-more', { place: at + 1, count }))}
      </p>
      <IconButton
        label={say('search.older')}
        disabled={at + 1 >= count && found?.cursor === undefined}
        onClick={() => void step(1)}
      >
        <ChevronUp />
      </IconButton>
      <IconButton label={say('search.newer')} disabled={count === 0 || at === 0} onClick={() => void step(-1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={say('search.close')} onClick={onClose}>
        <X />
      </IconButton>
    </search>
  )
}
