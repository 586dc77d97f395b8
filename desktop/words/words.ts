import { IntlMessageFormat } from 'intl-messageformat'
import type { Messages, WordKey } from './english-words.ts'
import { isolateText } from './isolate-text.ts'
import type { Language } from './languages.ts'
import type { PlainGiven, PlainKey, RichGiven } from './word-keys.ts'

/** Everything Natter says, in one language. Call it with a key; what the message needs is given with it. */
export type Words = {
  <Key extends PlainKey>(key: Key, ...given: PlainGiven<Key>): string
  readonly language: Language
  /** How numbers, dates and lists are written: the language, with the place where one is known. */
  readonly locale: string
  /** A message with tags, or with values that are not text, in its pieces: who shows them makes one of them. */
  readonly parts: <Key extends WordKey, Node>(key: Key, ...given: RichGiven<Key, Node>) => (string | Node)[]
  readonly number: (value: number) => string
  /** "Ana, Ben and Eva". */
  readonly list: (items: readonly string[]) => string
}

type Given = Readonly<Record<string, unknown>>

/** A message that is only words needs no parser; most are. */
const hasSyntax = /[{}<']/

/**
 * Messages are parsed when first said and kept. Nothing is parsed twice, and what nobody sees is never parsed, so that a
 * start pays for what it shows; a message without syntax costs a look into a table.
 */
export function buildWords(language: Language, messages: Messages, locale: string = language): Words {
  const parsed = new Map<WordKey, IntlMessageFormat>()
  const formatOf = (key: WordKey): IntlMessageFormat => {
    const known = parsed.get(key)
    if (known !== undefined) return known
    const made = new IntlMessageFormat(messages[key], locale)
    parsed.set(key, made)
    return made
  }
  const say = (key: WordKey, given?: Given): string => {
    const message = messages[key]
    if (!hasSyntax.test(message)) return message
    return String(formatOf(key).format(mapTexts(given, isolateText)))
  }
  const parts = <Node>(key: WordKey, given?: Given): (string | Node)[] => {
    const message = messages[key]
    if (!hasSyntax.test(message)) return [message]
    const found = formatOf(key).formatToParts<Node>(given as Record<string, Node>)
    return found.map((part) => part.value)
  }
  let numbers: Intl.NumberFormat | undefined
  let lists: Intl.ListFormat | undefined
  return Object.assign(say, {
    language,
    locale,
    parts,
    number: (value: number) => {
      numbers ??= new Intl.NumberFormat(locale)
      return numbers.format(value)
    },
    list: (items: readonly string[]) => {
      lists ??= new Intl.ListFormat(locale, { type: 'conjunction' })
      return lists.format(items.map(isolateText))
    },
  }) as Words
}

function mapTexts(given: Given | undefined, change: (text: string) => string): Record<string, never> {
  const changed = Object.entries(given ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? change(value) : value,
  ])
  return Object.fromEntries(changed)
}
