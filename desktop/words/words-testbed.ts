import { IntlMessageFormat } from 'intl-messageformat'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import { english } from './english-words.ts'
import { buildWords } from './words.ts'

export const sayEnglish = buildWords('en', english, 'en-GB')
export const sayGerman = buildWords('de', de, 'de-DE')

/** Each language's messages as they are in its file. */
export const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, de }

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/**
 * What a message takes, by name: `Text` is shown as it is, `Tag` stands around words, `number` is counted or written as
 * one, and the rest are the cases of a choice. Throws on what is no message.
 */
export function argumentsOf(message: string, locale: string): Record<string, string> {
  const found = new Map<string, string>()
  collect(new IntlMessageFormat(message, locale).getAst(), found)
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function collect(elements: readonly Element[], found: Map<string, string>): void {
  for (const element of elements) {
    if (!('value' in element)) continue
    const name = element.value
    if ('children' in element) {
      found.set(name, 'Tag')
      collect(element.children, found)
    } else if ('options' in element) {
      const cases = Object.keys(element.options).sort()
      // Plurals have cases too, but those are the language's, not the caller's.
      found.set(name, 'pluralType' in element ? 'number' : cases.map((each) => `'${each}'`).join(' | '))
      for (const option of Object.values(element.options)) collect(option.value, found)
    } else if ('style' in element) {
      found.set(name, 'number')
    } else if (isArgument(element) && !found.has(name)) {
      found.set(name, 'Text')
    }
  }
}

const isArgument = ({ type }: Element) => type === new IntlMessageFormat('{a}', 'en').getAst()[0]?.type
