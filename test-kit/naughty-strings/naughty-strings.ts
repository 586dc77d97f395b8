import { readFileSync } from 'node:fs'

/**
 * The Big List of Naughty Strings (MIT, Max Woolf and others; the licence lies beside it): what has broken programs that
 * take text from people. Kept in base64 as its authors give it, since editors and scanners are among these programs.
 */
export function loadNaughtyStrings(): readonly string[] {
  const kept = readFileSync(new URL('./blns.base64.json', import.meta.url), 'utf8')
  return (JSON.parse(kept) as string[]).map((each) => Buffer.from(each, 'base64').toString('utf8'))
}
