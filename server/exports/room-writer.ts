import type { Room } from '../../common/http-contract/room-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { ZipFlow } from '../plugins/zip-flow.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportedItem, ExportSpan } from './export-flow.ts'
import type { ExportWords } from './export-words.ts'

/** What is known of an export before the first message is read. */
export type ExportFrame = {
  readonly room: Room
  readonly title: string
  readonly by: { readonly id: UserId; readonly name: string }
  readonly exportedAt: number
  readonly span: ExportSpan
  readonly after?: number | undefined
  readonly before?: number | undefined
  /** All up to there is in it. `caughtUp`: and that was all there was. */
  readonly completeTo: number
  readonly caughtUp: boolean
  readonly gaps: readonly ExportSpan[]
  readonly withFiles: boolean
  readonly words: ExportWords
}

export type ExportRun = { readonly items: readonly ExportedItem[]; readonly context: ExportContext }
export type ExportTotals = { readonly messages: number; readonly files: number; readonly missing: readonly string[] }

/** One form that a room may be written in. `finish`: what can only be said when all else is in. */
export type RoomWriter = {
  readonly write: (zip: ZipFlow, runs: AsyncIterable<ExportRun>) => Promise<void>
  readonly finish: (zip: ZipFlow, totals: ExportTotals) => Promise<void>
}

/** How whoever stands there is called; people who are known no more, too. */
export function nameIn(context: Pick<ExportContext, 'people'>, words: ExportWords, user: UserId): string {
  const known = context.people.get(user)
  if (known === undefined) return words.someone
  return known.deleted === true ? words.deletedUser : known.displayName
}

/** What an export says of itself, a sentence each. */
export function frameSentences(frame: ExportFrame, time: (at: number) => string): readonly string[] {
  const { words } = frame
  const isPart = frame.after !== undefined || frame.before !== undefined
  const of = (at: number | undefined) => (at === undefined ? undefined : time(at))
  return [
    words.exportedBy(frame.by.name, time(frame.exportedAt)),
    ...(isPart ? [`${words.partOfIt} ${words.span(of(frame.after), of(frame.before))}`] : []),
    words.completeTo(frame.completeTo),
    ...(frame.caughtUp ? [] : [words.behind]),
    frame.gaps.length === 0
      ? words.noGaps
      : words.gaps(frame.gaps.map(({ fromSeq, toSeq }) => `#${fromSeq} – #${toSeq}`).join(', ')),
  ]
}
