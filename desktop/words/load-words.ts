import { english, type Messages } from './english-words.ts'
import type { Language } from './languages.ts'
import { buildWords, type Words } from './words.ts'

/** One file a language, loaded by those who read it only; the service worker keeps all of them. */
const loaders: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => english,
  de: async () => (await import('./de.json', { with: { type: 'json' } })).default,
}

/** Rejects where the file cannot be had. */
export async function loadWords(language: Language, locale?: string): Promise<Words> {
  return buildWords(language, await loaders[language](), locale)
}
