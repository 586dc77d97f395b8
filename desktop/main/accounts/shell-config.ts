import { parseServerAddress } from './server-check.ts'

/** What the environment says. One place reads it; a wrong value names its remedy. */
export type ShellConfig = {
  /** The server of this computer's `npm start`, or the one somebody has set: it is there without having been chosen. */
  readonly serverUrl?: string
  /** Where everything is kept, in place of the system's folder for it. */
  readonly dataFolder?: string
  /** The file that this app was started from, where it is an AppImage. */
  readonly appImage?: string
}

export function parseShellConfig(
  env: Readonly<Record<string, string | undefined>>,
): ShellConfig | { readonly fault: string } {
  const text = env.NATTER_SERVER_URL ?? env.NATTER_URL
  const folder = env.NATTER_DESKTOP_DATA
  const places = {
    ...(folder !== undefined && folder !== '' && { dataFolder: folder }),
    ...(env.APPIMAGE !== undefined && env.APPIMAGE !== '' && { appImage: env.APPIMAGE }),
  }
  if (text === undefined || text === '') return places
  const address = parseServerAddress(text)
  if (address === 'needs-https') {
    return { fault: `NATTER_SERVER_URL is "${text}". A server on another machine needs https.` }
  }
  if (address === 'address-invalid') {
    return {
      fault: `NATTER_SERVER_URL is "${text}". It takes the address of a Natter server, such as https://chat.example.org.`,
    }
  }
  return { serverUrl: address.url, ...places }
}
