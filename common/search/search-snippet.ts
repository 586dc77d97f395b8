import { foldText } from './fold-text.ts'

export type SnippetPart = { readonly text: string; readonly hit: boolean }

/** Code units around the first hit, as a list shows them. */
const before = 40
const most = 200
/** Where nothing that belongs together is cut: in front of what is no mark and joins nothing. */
const clusters = /\P{M}(?:\p{M}|\p{DI}\P{M}?)*/gu
/** A long text is folded so much at a time until a hit is found, and a hit may reach so far into the next. */
const partLength = 4_096
const overlap = 1_024
const smallPart = 64

/** A character as it stands, and where what is left of it after folding lies. */
type Piece = { readonly text: string; readonly from: number; readonly to: number }

/**
 * The surroundings of the first hit, with all hits in them marked. Characters are marked whole: a hit inside of what
 * folds to several marks all of it. No words: the beginning.
 * @param words folded
 * @param looked so many code units of a long text are looked through; where none is found in them, the beginning is shown
 */
export function buildSnippet(
  text: string,
  words: readonly string[],
  looked = Number.POSITIVE_INFINITY,
): readonly SnippetPart[] {
  const pieces = foldWindow(text, words, looked)
  const marks = markPieces(pieces, words)
  const firstHit = marks.indexOf(1)
  const start = firstHit === -1 ? 0 : startOf(pieces, firstHit)
  return cutParts(pieces, marks, start)
}

/** Where the hits stand in a text, in code units of it as it is: to be marked where it is shown as a whole. */
export function listHitPlaces(
  text: string,
  words: readonly string[],
): readonly (readonly [from: number, to: number])[] {
  const pieces = foldPieces(text)
  const places: [number, number][] = []
  let at = text.length - pieces.reduce((sum, piece) => sum + piece.text.length, 0)
  markPieces(pieces, words).forEach((mark, index) => {
    const to = at + (pieces[index]?.text.length ?? 0)
    const last = places.at(-1)
    if (mark === 1 && last?.[1] === at) last[1] = to
    else if (mark === 1) places.push([at, to])
    at = to
  })
  return places
}

/** 1 where a character belongs to a hit. */
function markPieces(pieces: readonly FoldedPiece[], words: readonly string[]): Uint8Array {
  const folded = pieces.map((piece) => piece.folded).join('')
  const marks = new Uint8Array(pieces.length)
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      for (let index = pieceAt(pieces, at); index < pieces.length; index++) {
        const piece = pieces[index]
        if (piece === undefined || piece.from >= at + word.length) break
        if (piece.to > at) marks[index] = 1
      }
    }
  }
  return marks
}

type FoldedPiece = Piece & { readonly folded: string }

/**
 * The part of the text that is looked at, piece by piece: from a little before the first hit. What lies before is folded
 * in large parts, and once, since a text may have a hundred thousand characters.
 */
function foldWindow(text: string, words: readonly string[], looked: number): readonly FoldedPiece[] {
  const start = Math.max(0, firstPlace(text, words, looked) - before - 8)
  return foldPieces(text.slice(start, start + 2 * most + 64))
}

function foldPieces(part: string): readonly FoldedPiece[] {
  const pieces: FoldedPiece[] = []
  let to = 0
  let isSpace = false
  clusters.lastIndex = 0
  let first = part.search(/\P{M}/u)
  if (first < 0) first = 0
  for (const [cluster] of part.slice(first).matchAll(clusters)) {
    let folded = foldText(cluster)
    if (folded === ' ') {
      if (isSpace) folded = ''
      isSpace = true
    } else if (folded !== '') isSpace = false
    pieces.push({ text: cluster, folded, from: to, to: to + folded.length })
    to += folded.length
  }
  return pieces
}

/** About where the first hit stands, in the text as it is. */
function firstPlace(text: string, words: readonly string[], looked: number): number {
  if (words.length === 0 || text.length <= 2 * most) return 0
  for (let from = 0; from < Math.min(text.length, looked); from += partLength) {
    const folded = foldText(text.slice(from, from + partLength + overlap))
    const hits = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0)
    if (hits.length > 0) return placeIn(text, from, Math.min(...hits))
  }
  return 0
}

/** Small parts are together about as long as all of it, and never shorter. */
function placeIn(text: string, from: number, hit: number): number {
  let [at, left] = [from, hit]
  for (; at < text.length; at += smallPart) {
    const { length } = foldText(text.slice(at, at + smallPart))
    if (length > left) break
    left -= length
  }
  return at
}

function pieceAt(pieces: readonly Piece[], place: number): number {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.to ?? 0) <= place) low = middle + 1
    else high = middle
  }
  return low
}

/** At the beginning of a word, where one begins near enough. */
function startOf(pieces: readonly Piece[], firstHit: number): number {
  let length = 0
  let start = firstHit
  while (start > 0 && length < before) length += pieces[--start]?.text.length ?? 1
  if (start === 0) return 0
  for (let at = start; at < firstHit; at++) if (/\s/u.test(pieces[at]?.text ?? '')) return at + 1
  return start
}

function cutParts(pieces: readonly Piece[], marks: Uint8Array, start: number): readonly SnippetPart[] {
  const parts: { text: string; hit: boolean }[] = []
  const add = (text: string, hit: boolean) => {
    const last = parts.at(-1)
    if (last?.hit === hit) last.text += text
    else parts.push({ text, hit })
  }
  let length = 0
  let at = start
  for (; at < pieces.length && length < most; at++) {
    const piece = pieces[at]
    if (piece === undefined) break
    add(piece.text, marks[at] === 1)
    length += piece.text.length
  }
  const shown = parts.map(({ text, hit }) => ({ text: text.replace(/\s+/gu, ' '), hit }))
  return shown.filter(({ text }) => text !== '')
}
