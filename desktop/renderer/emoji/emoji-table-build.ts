import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const name = 'virtual:emoji-table/'
const languages = ['en', 'de']

/**
 * Makes small tables of emojibase's data, one a language, as modules `virtual:emoji-table/en`: what the picker and the
 * codes need and no more, a tenth of what the package holds. Read by emoji-table.ts, which says what a line is.
 */
export function emojiTables(): Plugin {
  return {
    name: 'natter-emoji-tables',
    resolveId: (id) => (id.startsWith(name) && languages.includes(id.slice(name.length)) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${name}`)) return undefined
      const language = id.slice(name.length + 1)
      return `export const table = ${JSON.stringify(language === 'en' ? buildFirstTable() : buildOtherTable(language))}`
    },
  }
}

type Entry = {
  readonly emoji: string
  readonly hexcode: string
  readonly label: string
  /** Of Unicode's emoji. */
  readonly version: number
  readonly group?: number
  readonly order?: number
  readonly tags?: readonly string[]
  readonly skins?: readonly { readonly emoji: string; readonly version: number }[]
}
type Codes = Readonly<Record<string, string | readonly string[]>>

/** Bare modifiers of skin: they stand for nothing alone. */
const components = 2
/** What our font draws (look/emoji-font.css). */
const fontVersion = 15.1
const tones = ['\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}']

function buildFirstTable(): string {
  const [github, all] = ['github', 'emojibase'].map((each) => load<Codes>(`en/shortcodes/${each}.json`))
  return loadEntries('en')
    .map((entry) => {
      const codes = new Set([github, all].flatMap((each) => each?.[entry.hexcode] ?? []))
      const isNewer = entry.version > fontVersion ? 'newer' : ''
      const words = [entry.label, [...codes].join(' '), tagsOf(entry)]
      return [entry.emoji, entry.group, isNewer, tonedForms(entry), ...words].join('\t')
    })
    .join('\n')
}

/** Names and words only, in the order of the first table. */
function buildOtherTable(language: string): string {
  const byCode = new Map(loadEntries(language).map((entry) => [entry.hexcode, entry]))
  return loadEntries('en')
    .map(({ hexcode }) => byCode.get(hexcode))
    .map((entry) => (entry === undefined ? '\t' : `${entry.label}\t${tagsOf(entry)}`))
    .join('\n')
}

/** The five forms in which everybody in the picture has the same skin. What no font of ours draws would be two pictures. */
function tonedForms({ skins = [], version: own }: Entry): string {
  const forms = tones.map((tone) =>
    skins.find(({ emoji, version }) => {
      const used = [...emoji].filter((each) => tones.includes(each))
      if (version > fontVersion && version > own) return false
      return used.length > 0 && used.every((each) => each === tone)
    }),
  )
  return forms.every((form) => form !== undefined) ? forms.map((form) => form?.emoji).join(' ') : ''
}

function tagsOf({ tags = [] }: Entry): string {
  return tags.join(' ')
}

function loadEntries(language: string): readonly Entry[] {
  return load<readonly Entry[]>(`${language}/data.json`)
    .filter(({ group }) => group !== undefined && group !== components)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
}

function load<Data>(path: string): Data {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`emojibase-data/${path}`), 'utf8')) as Data
}
