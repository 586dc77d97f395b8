/** The app's own origin. A scheme of our own, so that no page of the network shares the origin with it. */
export const appScheme = 'app'
export const appHost = 'natter'
export const appUrl = `${appScheme}://${appHost}/`
const appOrigin = `${appScheme}://${appHost}`

/** Must be said before the app is ready: a standard, secure scheme gets an origin, storage, workers and fetch. */
export function registerAppScheme(protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/**
 * Compared part by part: the origin of a scheme of one's own is the text "null" in Node, and a beginning that looks like
 * ours may be a name before an `@`.
 */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === ''
}

/** As Electron states who asks: the origin alone. Absent where the shell itself asks. */
export function isAppOrigin(origin: string | undefined): boolean {
  return origin === undefined || origin === appOrigin
}
