/** The app's own origin. A scheme of our own, so that no page of the network shares the origin with it. */
export const appScheme = 'app'
export const appHost = 'natter'
export const appUrl = `${appScheme}://${appHost}/`

/** Must be said before the app is ready: a standard, secure scheme gets an origin, storage, workers and fetch. */
export function registerAppScheme(protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url)
    return protocol === `${appScheme}:` && host === appHost
  } catch {
    return false
  }
}
