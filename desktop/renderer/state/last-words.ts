import type { UserId } from '../../../common/ids.ts'
import { parseRoomId } from '../../../common/ids.ts'
import type { EngineCommand } from '../../engine-command.ts'

export type SaveDraft = Extract<EngineCommand, { readonly kind: 'save-draft' }>

const key = 'natter.last-words'

/**
 * What was typed and not yet said to be on disk when the page goes: an engine that died, or ends with its last page, may
 * not have had the time. Of this tab alone, and only until it is loaded again.
 */
export function keepLastWords(user: UserId, unsaved: readonly SaveDraft[], storage: Pick<Storage, 'setItem'>): void {
  if (unsaved.length === 0) return
  try {
    storage.setItem(key, JSON.stringify({ user, unsaved }))
  } catch {
    // No room for it: then it is with the engine, as it mostly is.
  }
}

/** Once: they are the engine's again then. Those of somebody else are nobody's. */
export function takeLastWords(user: UserId, storage: Pick<Storage, 'getItem' | 'removeItem'>): readonly SaveDraft[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null')
    storage.removeItem(key)
    return isKept(kept) && kept.user === user ? kept.unsaved.filter(isSaveDraft) : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is { readonly user: unknown; readonly unsaved: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'unsaved' in value && Array.isArray(value.unsaved)
}

function isSaveDraft(value: unknown): value is SaveDraft {
  const { kind, room, draft } = value as Partial<SaveDraft>
  return kind === 'save-draft' && parseRoomId(room) !== undefined && typeof draft?.text === 'string'
}
