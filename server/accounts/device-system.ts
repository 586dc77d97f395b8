const systems = [
  ['Android', /android/i],
  ['iOS', /iphone|ipad|ipod/i],
  ['Windows', /windows/i],
  ['macOS', /mac os|macintosh/i],
  ['ChromeOS', /\bcros\b/i],
  ['Linux', /linux|x11/i],
] as const
/** Each names itself as some of those behind it too. */
const programs = [
  ['Natter', /electron/i],
  ['Edge', /\bedg(e|a|ios)?\//i],
  ['Firefox', /firefox|fxios/i],
  ['Chrome', /chrome|chromium|crios/i],
  ['Safari', /safari/i],
] as const

/** "Firefox, Linux", so that people know their devices apart; undefined for what says neither. */
export function nameSystem(userAgent: string): string | undefined {
  const find = (names: readonly (readonly [string, RegExp])[]) =>
    names.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const said = [find(programs), find(systems)].filter((name) => name !== undefined)
  return said.length === 0 ? undefined : said.join(', ')
}
