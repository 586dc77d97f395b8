const most = 4

/** Nobody has it, and nobody is asked for it. */
export const noDictionaries = 'https://dictionaries.invalid/'

/**
 * Where dictionaries come from that the system does not have (Linux): the account's own server, if whoever runs it has put
 * them there. Chromium would ask Google, which would hear in which languages somebody writes, and when they start.
 */
export function dictionariesOf(server: string): string {
  return new URL('/dictionaries/', server).href
}

/**
 * The languages that spelling is checked in: each that a person reads, as the dictionary that fits it best. "de-AT" takes
 * "de", and "en" the first English there is.
 */
export function chooseSpellLanguages(read: readonly string[], available: readonly string[]): string[] {
  const chosen = read.flatMap((tag) => {
    const base = tag.split('-', 1)[0] ?? tag
    const fit =
      available.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      available.find((each) => each === base) ??
      available.find((each) => each.startsWith(`${base}-`))
    return fit === undefined ? [] : [fit]
  })
  return [...new Set(chosen)].slice(0, most)
}
