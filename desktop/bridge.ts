/**
 * What only a desktop can do, as the preload script hands it to the page (`window.natterDesktop`). Absent in a browser,
 * where the web's own means stand in. Everything here goes through structured clone; nothing here carries logic.
 */
export type DesktopBridge = {
  readonly platform: 'linux' | 'mac' | 'windows'
  /** Opens an http, https or mailto address in the system's own program; anything else is refused. */
  readonly openExternal: (url: string) => void
  /** The number on the icon in dock or task bar: what is unread for me. 0 takes it away. */
  readonly setBadge: (count: number) => void
  readonly notify: (note: DesktopNote) => void
  /** A person clicked a notification or a link: go to that room. Answers the means to stop listening. */
  readonly onOpenRoom: (listener: (room: string) => void) => () => void
}

/** `tag`: a later note with the same tag replaces the earlier one. */
export type DesktopNote = {
  readonly title: string
  readonly text: string
  readonly room: string
  readonly tag: string
}

export const bridgeName = 'natterDesktop'
