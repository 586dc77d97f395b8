/** How a server's version goes with an app's: both understand each other as long as the first number that counts is the same. */
export type VersionFit = 'fits' | 'server-older' | 'server-newer'

/** `1.4.2` and `1.9.0` fit; before 1.0 the second number counts as the first. What is no version is not judged. */
export function fitVersions(app: string, server: string): VersionFit {
  const mine = readVersion(app)
  const theirs = readVersion(server)
  if (mine === undefined || theirs === undefined) return 'fits'
  const difference =
    theirs.major !== mine.major ? theirs.major - mine.major : mine.major > 0 ? 0 : theirs.minor - mine.minor
  return difference === 0 ? 'fits' : difference < 0 ? 'server-older' : 'server-newer'
}

function readVersion(text: string): { readonly major: number; readonly minor: number } | undefined {
  const found = /^(\d{1,6})\.(\d{1,6})\.\d{1,6}(?:[-+][\w.+-]{1,100})?$/.exec(text)
  return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) }
}
