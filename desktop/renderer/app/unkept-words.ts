import type { EngineState } from '../../engine-contract.ts'

/** Whether something of mine is in memory alone: it goes with the page, for the disk does not take it. */
export function hasUnkeptWords(
  { notes, rooms, drafts }: Pick<EngineState, 'notes' | 'rooms' | 'drafts'>,
  typed = '',
): boolean {
  if (notes.storage === undefined) return false
  return (
    typed.trim() !== '' ||
    Object.values(rooms).some(({ unsent = 0 }) => unsent > 0) ||
    Object.values(drafts).some(
      ({ text, edit, aside = [], files = [] }) =>
        text.trim() !== '' || edit !== undefined || aside.length + files.length > 0,
    )
  )
}
