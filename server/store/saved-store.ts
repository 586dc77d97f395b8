import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { SavedState, SavedWord } from '../../common/reducers/saved-reducer.ts'

/** What a person has said of one message: that it is saved, or that it is not any more. */
export type SavedMark = SavedState & { readonly user: UserId; readonly room: RoomId; readonly message: MessageId }
export type SavedKey = Pick<SavedMark, 'user' | 'room' | 'message'>
/** Of a list: after it come those saved earlier. */
export type SavedPlace = Pick<SavedMark, 'at' | 'room' | 'message'>

/** Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type SavedStore = {
  /** By `foldSaved`, in one step, whatever others do. What stands afterwards. */
  readonly foldWord: (key: SavedKey, word: SavedWord) => Promise<SavedMark>
  readonly loadMark: (key: SavedKey) => Promise<SavedMark | undefined>
  /** Those that are saved, the newest first. */
  readonly loadSaved: (
    user: UserId,
    page: { readonly after?: SavedPlace; readonly limit: number },
  ) => Promise<readonly SavedMark[]>
  readonly countSaved: (user: UserId) => Promise<number>
  /** All that there are of somebody, saved or not. */
  readonly loadMarksOf: (user: UserId) => Promise<readonly SavedMark[]>
  /** Of those that are not saved any more: what was said before then, and what is not among the `most` newest. */
  readonly pruneUnsaved: (user: UserId, keep: { readonly since: number; readonly most: number }) => Promise<void>
  readonly removeMarks: (keys: readonly SavedKey[]) => Promise<void>
  /** Of somebody who is no more; how many there were. */
  readonly forgetSaved: (user: UserId) => Promise<number>
}
