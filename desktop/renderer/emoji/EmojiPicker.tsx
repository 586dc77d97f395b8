import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { useWords } from '../state/language-choice.ts'
import { canDraw } from './can-draw.ts'
import { EmojiFoot } from './EmojiFoot.tsx'
import { EmojiGrid } from './EmojiGrid.tsx'
import { EmojiGroups } from './EmojiGroups.tsx'
import styles from './EmojiPicker.module.css'
import { chooseTone, rememberEmoji, useEmojiMemory } from './emoji-choice.ts'
import {
  buildRows,
  type Cell,
  cellAt,
  cellsOf,
  firstPlace,
  type GridRow,
  type Place,
  placeAfter,
} from './emoji-grid.ts'
import { emojiGroups, type GroupName } from './emoji-groups.ts'
import { oftenUsed } from './emoji-memory.ts'
import { searchEmoji } from './emoji-search.ts'
import type { EmojiTable, SkinTone } from './emoji-table.ts'
import { useEmoji } from './load-emoji.ts'

type EmojiPickerProps = {
  readonly columns: number
  /** `stays`: more will be taken. */
  readonly onPick: (emoji: string, stays: boolean) => void
}

/**
 * Every emoji, or those that fit what is typed. The focus stays in the search: the arrows walk the grid, Enter takes,
 * Shift+Enter takes and stays.
 */
export function EmojiPicker({ columns, onPick }: EmojiPickerProps) {
  const say = useWords()
  const id = useId()
  const find = useRef<HTMLInputElement>(null)
  const table = useEmoji()
  const memory = useEmojiMemory()
  // What is taken while this is open must not move what stands under the pointer.
  const [often] = useState(() => oftenUsed(memory, { line: columns, most: columns * 2 }))
  const [typed, setTyped] = useState('')
  const rows = useMemo(
    () => (table === undefined ? [] : buildRows(groupsOf(table, { typed, often, tone: memory.tone }), columns)),
    [table, typed, often, memory.tone, columns],
  )
  const [chosen, setChosen] = useState<Chosen>()
  // Other rows begin at their first again.
  const current = chosen?.rows === rows ? chosen : undefined
  const active = current?.place ?? firstPlace(rows)
  const cell = cellAt(rows, active)
  const [group, setGroup] = useState<GroupName>('often')

  const pick = ({ emoji }: Cell, stays: boolean) => {
    rememberEmoji(emoji)
    onPick(emoji, stays)
    // Writing it into a text takes the focus there.
    if (stays) find.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'Enter') {
      if (cell !== undefined) pick(cell, event.shiftKey)
    } else {
      const place = event.shiftKey || event.altKey ? undefined : placeAfter(rows, active, event.key)
      if (place === undefined) return
      setChosen({ rows, place, went: 'step' })
    }
    event.preventDefault()
  }
  const isEmpty = table !== undefined && rows.length === 0
  return (
    <div className={styles.picker}>
      <div className={styles.search}>
        <SearchBox
          ref={find}
          label={say('emoji.find')}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-haspopup="grid"
          aria-controls={`${id}-grid`}
          aria-activedescendant={cell && `${id}-${active.row}-${active.column}`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {typed.trim() === '' && (
        <EmojiGroups
          shown={group}
          onChoose={(name) => {
            const row = rows.findIndex((each) => each.group === name)
            if (row >= 0) setChosen({ rows, place: { row: row + 1, column: 0 }, went: 'group' })
          }}
        />
      )}
      {isEmpty ? (
        <p className={styles.none} role="status">
          {say('emoji.none')}
        </p>
      ) : (
        <EmojiGrid
          id={id}
          rows={rows}
          columns={columns}
          active={active}
          went={current?.went}
          isLoading={table === undefined}
          onPoint={(place) => setChosen({ rows, place, went: undefined })}
          onPick={pick}
          onGroup={setGroup}
        />
      )}
      <EmojiFoot cell={cell} tone={memory.tone} table={table} onTone={chooseTone} />
    </div>
  )
}

type Chosen = {
  readonly rows: readonly GridRow<GroupName>[]
  readonly place: Place
  readonly went: 'step' | 'group' | undefined
}

type Wanted = { readonly typed: string; readonly often: readonly string[]; readonly tone: SkinTone }

function groupsOf(table: EmojiTable, { typed, often, tone }: Wanted) {
  if (typed.trim() !== '') {
    return [{ group: 'found' as const, cells: cellsOf(searchEmoji(table, typed).filter(canDraw), tone) }]
  }
  const known = often.flatMap((emoji) => {
    const entry = table.find(emoji)
    return entry === undefined ? [] : [{ emoji, entry }]
  })
  return emojiGroups.map(({ name, numbers }) => ({
    group: name,
    cells:
      name === 'often'
        ? known
        : cellsOf(
            table.all.filter((entry) => numbers.includes(entry.group) && canDraw(entry)),
            tone,
          ),
  }))
}
