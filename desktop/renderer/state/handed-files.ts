import { create } from 'zustand'
import type { RoomId } from '../../../common/ids.ts'

/** Files that were dropped on a room in the list: for its composer, once that is there. */
type Handed = { readonly room: RoomId; readonly files: readonly File[]; readonly folders: readonly string[] }

const useHanded = create<{ readonly handed: Handed | undefined }>()(() => ({ handed: undefined }))

export function handFiles(handed: Handed): void {
  useHanded.setState({ handed })
}

export function useHandedFiles(room: RoomId): Handed | undefined {
  return useHanded(({ handed }) => (handed?.room === room ? handed : undefined))
}

/** Whoever asks first has them. */
export function forgetHandedFiles(): void {
  useHanded.setState({ handed: undefined })
}
