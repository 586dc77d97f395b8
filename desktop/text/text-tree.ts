import type { EventId, RoomId } from '../../common/ids.ts'

/**
 * A text as it is understood: what is drawn, spoken, quoted and counted as a mention comes from this tree and from
 * nothing else. No HTML in it, no pictures, and no address but those of http, https, mailto and our own rooms.
 */
export type TextTree = readonly Block[]

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | {
      readonly kind: 'list'
      /** The first number of a numbered list. */
      readonly start?: number
      readonly isTight: boolean
      readonly items: readonly ListItem[]
    }
  | { readonly kind: 'code-block'; readonly language: string; readonly text: string }
  | { readonly kind: 'table'; readonly aligns: readonly Align[]; readonly rows: readonly TableRow[] }
  | { readonly kind: 'line' }

export type Align = 'start' | 'center' | 'end' | undefined
/** The first row of a table is its head. */
export type TableRow = readonly (readonly Inline[])[]
export type ListItem = { readonly isDone?: boolean; readonly children: readonly Block[] }

export type Inline =
  /** A line break inside is one that was typed. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `isBare`: an address that stands in the text as it is, not behind words of its own. */
  | {
      readonly kind: 'link'
      readonly url: string
      readonly isBare: boolean
      readonly place?: Place
      readonly title?: string
      readonly children: readonly Inline[]
    }
  /** What follows an `@`: whom it means is for `readMention` to say, by who may be meant. */
  | { readonly kind: 'mention'; readonly run: string }
  | { readonly kind: 'emoji-code'; readonly code: string }

export type Mark = 'strong' | 'emphasis' | 'strike' | 'spoiler'

/** A room, or a message of it, that a link leads to inside the app. */
export type Place = { readonly room: RoomId; readonly message?: EventId }

/** Every run of words side by side, whatever it stands in. */
export function* inlinesOf(blocks: TextTree): Generator<readonly Inline[]> {
  for (const block of blocks) {
    if (block.kind === 'paragraph' || block.kind === 'heading') yield block.children
    else if (block.kind === 'quote') yield* inlinesOf(block.children)
    else if (block.kind === 'list') for (const item of block.items) yield* inlinesOf(item.children)
    else if (block.kind === 'table') for (const row of block.rows) yield* row
  }
}
