import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const ours = readFileSync(new URL('emoji-font.css', import.meta.url), 'utf8')
const theirs = readFileSync(createRequire(import.meta.url).resolve('@infolektuell/noto-color-emoji/index.css'), 'utf8')

/** The characters of each part of the font. */
function facesOf(css: string, family?: string): Map<string, Set<number>> {
  const faces = css.split('@font-face').filter((face) => family === undefined || face.includes(`"${family}"`))
  return new Map(
    faces.flatMap((face) => {
      const part = /files\/(\d+)\.woff2/.exec(face)?.[1]
      const ranges = /unicode-range:\s*([^;]+)/.exec(face)?.[1]
      return part === undefined || ranges === undefined ? [] : [[part, new Set(ranges.split(',').flatMap(expand))]]
    }),
  )
}

function expand(range: string): number[] {
  const [from = 0, to = from] = range
    .trim()
    .replace(/^U\+/i, '')
    .split('-')
    .map((each) => Number.parseInt(each, 16))
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

test('every part of the font is there for emoji that stand alone, with all its characters', () => {
  expect(facesOf(ours, 'Natter Emoji Alone')).toEqual(facesOf(theirs))
  expect(facesOf(theirs).size).toBe(11)
})

test('among words it draws emoji only: no digit, no sign, no arrow, no box', () => {
  const words = [...facesOf(ours, 'Natter Emoji')]
  expect(words.length).toBe(11)
  for (const [part, characters] of words) {
    const all = facesOf(theirs).get(part)
    for (const character of characters) expect(all?.has(character)).toBe(true)
  }
  const drawn = new Set(words.flatMap(([, characters]) => [...characters]))
  for (const sign of '0123456789#*©®™ℹ←↔‼▪▶◀■') expect(drawn.has(sign.codePointAt(0) ?? 0), sign).toBe(false)
  for (const emoji of '😀👍❤🌊🇩☎⭐') expect(drawn.has(emoji.codePointAt(0) ?? 0), emoji).toBe(true)
})
