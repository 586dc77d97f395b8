import { desktopBridge } from './desktop-link.ts'

const links = [
  { rel: 'manifest', href: '/app.webmanifest' },
  { rel: 'apple-touch-icon', href: '/icons/apple-touch.png' },
]

/** Lets a browser install the app, with its own icon and window. The desktop is installed already, and knows no manifest. */
export function offerInstallation(page: Document): void {
  if (desktopBridge() !== undefined) return
  for (const link of links) page.head.append(Object.assign(page.createElement('link'), link))
}
