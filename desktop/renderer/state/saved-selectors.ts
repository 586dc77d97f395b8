import { useMemo } from 'react'
import { create } from 'zustand'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { type SavedKey, type SavedListView, type SavedView, savedKeyOf } from '../../saved-command.ts'
import { readSlice, useSlice } from './engine-store.ts'
import { singleRoom } from './single-room.ts'

/** What I have saved, what was saved last first; of a window for one room what was saved in that. */
export function useSavedMessages(): readonly SavedView[] {
  const saved = useSlice('saved', (slice) => slice)
  return useMemo(() => orderSaved(saved, singleRoom), [saved])
}

export function orderSaved(saved: Readonly<Record<SavedKey, SavedView>>, room?: RoomId): readonly SavedView[] {
  return Object.values(saved)
    .filter((one) => room === undefined || one.room === room)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
}

/** Under which it stands among the others. */
export function keyOfSaved({ room, id }: Pick<SavedView, 'room' | 'id'>): SavedKey {
  return savedKeyOf(room, id)
}

export function useIsSaved(room: RoomId, message: MessageId): boolean {
  return useSlice('saved', (saved) => saved[savedKeyOf(room, message)] !== undefined)
}
export function readIsSaved(room: RoomId, message: MessageId): boolean {
  return readSlice('saved')[savedKeyOf(room, message)] !== undefined
}

export function useSavedListState(): SavedListView {
  return useSlice('savedList', (list) => list)
}

/** The list as somebody left it. */
export const useSavedPlace = create<{
  readonly active: SavedKey | undefined
  readonly scrollPx: number
}>()(() => ({ active: undefined, scrollPx: 0 }))
