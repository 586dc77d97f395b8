/** The languages Natter speaks, each named in itself: somebody looking for theirs may read no other. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly direction: 'ltr' | 'rtl' }>>

export type Language = keyof typeof languages

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languages, value)
}

/** The first language of those a person reads, best first, that Natter speaks; English where it speaks none of them. */
export function findLanguage(read: readonly string[]): Language {
  return read.map(baseOf).find(isLanguage) ?? 'en'
}

/** How that language is written where the person lives, if they said so: hours and dates differ from place to place. */
export function findLocale(language: Language, read: readonly string[]): string {
  return read.find((tag) => baseOf(tag) === language && isTag(tag)) ?? language
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? ''
}

/** A browser may be told to send anything; Intl throws on what is no tag. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
