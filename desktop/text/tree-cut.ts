import { cutAtGrapheme } from '../../common/text-cut.ts'
import type { Block, Inline, TableRow, TextTree } from './text-tree.ts'

/** How much of a text is drawn at once; what is long may be opened. */
type Room = { characters: number; parts: number }

/** The beginning of a tree that fits; the same tree where all of it does. Cut between characters as people see them. */
export function cutTree(tree: TextTree, { characters, parts }: Readonly<Room>): TextTree {
  const room: Room = { characters, parts }
  const cut = tree.flatMap((block) => cutBlock(block, room))
  return room.characters >= 0 && room.parts >= 0 ? tree : cut
}

const isFull = (room: Room) => room.characters <= 0 || room.parts <= 0

function cutBlock(block: Block, room: Room): Block[] {
  if (isFull(room)) {
    room.parts = -1
    return []
  }
  room.parts--
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [{ ...block, children: cutParts(block.children, room) }]
    case 'quote':
      return [{ ...block, children: block.children.flatMap((child) => cutBlock(child, room)) }]
    case 'list': {
      const items = block.items.flatMap((item) => {
        const children = item.children.flatMap((child) => cutBlock(child, room))
        return children.length === 0 ? [] : [{ ...item, children }]
      })
      return items.length === 0 ? [] : [{ ...block, items }]
    }
    case 'table': {
      const rows: TableRow[] = []
      for (const row of block.rows) {
        if (isFull(room)) {
          room.parts = -1
          break
        }
        rows.push(row.map((cell) => cutParts(cell, room)))
      }
      return [{ ...block, rows }]
    }
    case 'code-block':
      return [{ ...block, text: cutText(block.text, room) }]
    default:
      return [block]
  }
}

function cutParts(parts: readonly Inline[], room: Room): readonly Inline[] {
  return parts.flatMap((part): Inline[] => {
    if (isFull(room)) {
      room.parts = -1
      return []
    }
    room.parts--
    if (part.kind === 'words' || part.kind === 'code') return [{ ...part, text: cutText(part.text, room) }]
    return 'children' in part ? [{ ...part, children: cutParts(part.children, room) }] : [part]
  })
}

function cutText(text: string, room: Room): string {
  const left = room.characters
  room.characters -= text.length
  return cutAtGrapheme(text, Math.max(left, 0))
}
