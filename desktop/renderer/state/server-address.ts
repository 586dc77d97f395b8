import { desktopBridge } from './desktop-link.ts'

let known: string | undefined

/** In the desktop a page's own address is not its server's: it is asked once. */
export async function watchServerAddress(): Promise<void> {
  known = await desktopBridge()?.serverAddress()
}

/** The origin of the server that this page is for, as links name it. */
export function serverAddress(): string {
  return known ?? location.origin
}
