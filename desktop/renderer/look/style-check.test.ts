import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(css|tsx)$/.test(name))
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
const styles = files.filter((name) => name.endsWith('.css')).map((name) => ({ name, text: textOf(name) }))
const tokens = styles.find(({ name }) => name.endsWith('tokens.css'))?.text ?? ''

/** `property: value` of every rule. */
function* declarations(text: string): Generator<readonly [property: string, value: string]> {
  for (const [, property = '', value = ''] of text.matchAll(/^\s*([\w-]+):\s*([^;{}]+);/gm)) yield [property, value]
}

/** Words of a value; what stands in brackets is one. */
const partsOf = (value: string) => value.trim().match(/(?:[\w-]*\((?:[^()]|\([^()]*\))*\)|[^\s()])+/g) ?? []

test('nothing is placed by left and right, so that every screen mirrors', () => {
  const found = styles.flatMap(({ name, text }) =>
    [...declarations(text)].flatMap(([property, value]) => {
      const parts = partsOf(value)
      const isSided = /(^|-)(left|right)$/.test(property) || /^(left|right)\b/.test(value)
      const hasTwoSides = /^(margin|padding|inset|border-(width|color|style))$/.test(property) && parts.length === 4
      return isSided || (hasTwoSides && parts[1] !== parts[3]) ? [`${name}: ${property}: ${value}`] : []
    }),
  )
  expect(found).toEqual([])
})

test('every value that is named is there', () => {
  const given = new Set(
    [
      ...files
        .map(textOf)
        .join('\n')
        .matchAll(/['"\s({](--[\w-]+)['"]?\s*:/g),
    ].map(([, name]) => name),
  )
  const unknown = styles.flatMap(({ name, text }) =>
    [...text.matchAll(/var\((--[\w-]+)\)/g)].flatMap(([, used]) => (given.has(used) ? [] : [`${name}: ${used}`])),
  )
  expect(unknown).toEqual([])
})

test('colours come from the tokens', () => {
  const found = styles.flatMap(({ name, text }) =>
    name.endsWith('tokens.css')
      ? []
      : [...text.matchAll(/#[0-9a-f]{3,8}\b|\brgba?\(/gi)].map(([own]) => `${name}: ${own}`),
  )
  expect(found).toEqual([])
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(tokens)?.[1] ?? ''
  const values = Object.fromEntries([...declarations(block)].map(([property, value]) => [property, value.trim()]))
  const solid = (name: string) => rgbOf(values[name] ?? '')
  const contrast = (one: string, other: string) => contrastOf(solid(one), solid(other))

  const texts = ['--ink', '--ink-2', '--ink-3', '--accent-text', '--alert-text', '--danger'] as const
  const grounds = ['--bg', '--surface', '--raised', '--sunken'] as const
  test('words can be read on every ground: 4.5 to 1', () => {
    const faint = texts.flatMap((text) =>
      grounds.flatMap((ground) =>
        contrast(text, ground) < 4.5 ? [`${text} on ${ground}: ${contrast(text, ground)}`] : [],
      ),
    )
    expect(faint).toEqual([])
    const pairs = [
      ['--on-accent', '--accent'],
      ['--on-accent', '--accent-hover'],
      ['--on-alert', '--alert'],
      ['--surface', '--danger'],
      ['--accent-text', '--accent-soft'],
      ['--ink-2', '--accent-soft'],
      ['--alert-text', '--alert-soft'],
      ['--ink-2', '--alert-soft'],
      ['--ok', '--surface'],
    ] as const
    expect(pairs.filter(([text, ground]) => contrast(text, ground) < 4.5)).toEqual([])
  })
  test('edges and dots can be seen: 3 to 1', () => {
    const marks = ['--edge', '--focus', '--ok', '--alert', '--ink-3'] as const
    expect(marks.filter((mark) => grounds.some((ground) => contrast(mark, ground) < 3))).toEqual([])
  })
})

function rgbOf(hex: string): readonly number[] {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`not a plain colour: ${hex}`)
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}

function contrastOf(one: readonly number[], other: readonly number[]): number {
  const [lighter = 0, darker = 0] = [lightOf(one), lightOf(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** How light a colour is, as WCAG counts it. */
function lightOf(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
