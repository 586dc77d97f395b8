import { desktopBridge } from '../state/desktop-link.ts'

/** In the desktop an address opens in the system's browser, never in the app's own window. */
export function openOutside(event: React.MouseEvent<HTMLAnchorElement>): void {
  const bridge = desktopBridge()
  if (bridge === undefined) return
  event.preventDefault()
  void bridge.openExternal(event.currentTarget.href)
}
