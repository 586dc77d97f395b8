/**
 * What only a desktop can do, as the preload script hands it to the page (`window.natterDesktop`). Absent in a browser,
 * where the web's own means stand in. Everything here goes through structured clone; nothing here carries logic, and main
 * checks every word of it (desktop/main/bridge/bridge-handlers.ts). What main refuses rejects.
 */
export type DesktopBridge = {
  readonly platform: 'linux' | 'mac' | 'windows'
  /** Opens an https or mailto address in the system's own program, an http one after asking; anything else is refused. */
  readonly openExternal: (url: string) => Promise<void>
  /** What the icon in dock, task bar and tray shows. */
  readonly setUnread: (unread: DesktopUnread) => Promise<void>
  /** Resolves once the system has it, or has refused it. */
  readonly notify: (note: DesktopNote) => Promise<DesktopNoteOutcome>
  /** It is read by now: it goes from the screen and from the system's centre. */
  readonly withdrawNote: (tag: string) => Promise<void>
  /**
   * Where a link or a notification leads, or what was answered in one; those that came before anybody listened are told first. Answers the means to stop
   * listening. Nothing that a link names is done without another click.
   */
  readonly onGo: (listener: (place: DesktopPlace) => void) => () => void
  /**
   * Before `getUserMedia` or `getDisplayMedia`, right after the person pressed what begins a voice message or a call: whether
   * it may be asked for (desktop/main/windows/capture-gate.ts). Without it every such request is refused.
   */
  readonly beginCapture: (kind: 'microphone' | 'camera' | 'screen') => Promise<boolean>
  /** The voice message or call is over. */
  readonly endCapture: () => Promise<void>
  /** In a window of its own, or to the front where it has one. */
  readonly openRoomWindow: (room: string) => Promise<void>
  /** From a window that shows one room: to another place, in the account's own page. */
  readonly leaveTo: (place: DesktopRoomPlace) => Promise<void>
  /** The machine goes to sleep, or is back. */
  readonly onPower: (listener: (power: 'suspend' | 'resume') => void) => () => void
  /** How long nobody has touched the machine, whatever program they use; a locked one is as good as left for a day. */
  readonly idleForMs: () => Promise<number>

  /** For the first run, and for another account. */
  readonly checkServer: (address: string) => Promise<ServerCheck>
  /** A server that runs on this computer, if one does. */
  readonly findLocalServer: () => Promise<ServerCheck>
  /** Lets the person choose the file of a certificate authority, for the checks and the account that follow. */
  readonly chooseAuthority: () => Promise<ChosenAuthority>
  /** Adds an account on a server, checked once more, and shows it. */
  readonly addAccount: (address: string) => Promise<ServerCheck>
  /** Back to the account that was shown, without adding one. */
  readonly cancelSetUp: () => Promise<void>

  /** The address of this page's own server. */
  readonly serverAddress: () => Promise<string>
  /** What is known of a newer version of the app. */
  readonly update: () => Promise<DesktopUpdate>
  readonly onUpdate: (listener: (update: DesktopUpdate) => void) => () => void
  /** `install` asks once more, outside the page, and ends the app. */
  readonly doUpdate: (what: UpdateStep) => Promise<void>

  readonly listAccounts: () => Promise<readonly DesktopAccount[]>
  readonly onAccounts: (listener: (accounts: readonly DesktopAccount[]) => void) => () => void
  readonly showAccount: (id: string) => Promise<void>
  /** Shows the page where a server is chosen. */
  readonly addAnother: () => Promise<void>
  /**
   * Signs this page's own account out at its server and takes it off this computer, with all that is kept of it. `unheard`:
   * the server could not be told, so nothing was done; `evenUnheard` removes it all the same.
   */
  readonly removeAccount: (how: { readonly evenUnheard: boolean }) => Promise<'removed' | 'unheard'>
}

/** Both stop at 100. `forYou`: mentions, and everything in a direct room. */
export type DesktopUnread = { readonly unread: number; readonly forYou: number }

/**
 * `tag`: a later note with the same tag replaces the earlier one. `room` and `message`: where a click leads. `canAct`: it may
 * be answered, or the room marked as read, in the notification itself, where the system has that.
 */
export type DesktopNote = {
  readonly title: string
  readonly text: string
  readonly tag: string
  readonly room?: string
  readonly message?: string
  readonly hasSound: boolean
  readonly canAct: boolean
}

/** `quiet`: this computer was told to keep quiet, in the tray. `no-leave`: the browser was not, or will not be, asked. */
export type DesktopNoteOutcome =
  | { readonly kind: 'shown'; readonly by: NoteMeans; readonly tookMs: number }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'no-leave'; readonly isDenied: boolean }
  | { readonly kind: 'failed' }
export type NoteMeans = 'browser' | 'electron' | 'node-notifier' | 'notify-send'

export type DesktopRoomPlace = { readonly kind: 'room'; readonly room: string; readonly message?: string }
export type DesktopPlace =
  | DesktopRoomPlace
  /** What this app is, and whether there is a newer one. */
  | { readonly kind: 'about' }
  /** `server`: its origin, where the link says it; the page where a server is chosen gets such a place, too. */
  | { readonly kind: 'invite'; readonly code: string; readonly server?: string }
  /** In a notification, without coming here. */
  | { readonly kind: 'reply'; readonly room: string; readonly text: string }
  | { readonly kind: 'read'; readonly room: string }
  | { readonly kind: 'quiet' }

/** `invite`: the address was a link that brings one; `invitation`: where it leads, as the server says it. */
export type FoundServer = {
  readonly url: string
  readonly name: string
  readonly registration: 'open' | 'invite' | 'closed'
  readonly brokers: readonly string[]
  readonly answersInMs: number
  readonly invite?: string
  readonly invitation?: Invitation
  /** How its version goes with this app's. */
  readonly fit: 'fits' | 'server-older' | 'server-newer'
}
export type Invitation =
  | { readonly kind: 'room'; readonly room: string; readonly by: string }
  | { readonly kind: 'account'; readonly by: string }
  /** Spent, withdrawn, out of time, or never there. */
  | { readonly kind: 'dead' }
/** Why a server could not be asked, as far as Chromium says it and a person can do something about it. */
export type NetFault =
  | 'offline'
  | 'name-unknown'
  | 'not-answering'
  | 'refused'
  | 'certificate-untrusted'
  | 'certificate-expired'
  | 'certificate-other-name'
  | 'not-secure'
  | 'proxy'
  /** It wants a name and a password. */
  | 'proxy-asks'
export type ServerFault = 'address-invalid' | 'needs-https' | 'no-natter' | 'server-broken' | NetFault
export type ServerCheck = FoundServer | { readonly fault: ServerFault }

export type ChosenAuthority =
  | { readonly kind: 'chosen'; readonly subject: string; readonly fingerprint: string }
  | { readonly kind: 'cancelled' }
  /** No certificate, or one that may not sign others. */
  | { readonly kind: 'unfit' }

export type DesktopAccount = {
  readonly id: string
  readonly serverName: string
  readonly server: string
  readonly user?: { readonly handle: string; readonly displayName: string }
  readonly isShown: boolean
  readonly unread: DesktopUnread
}

export type UpdateStep = 'check' | 'load' | 'cancel' | 'install' | 'later'
export type UpdateFault =
  | 'not-signed'
  | 'other-place'
  | 'not-newer'
  | 'older-than-seen'
  | 'unreachable'
  | 'damaged'
  | 'no-space'
  | 'not-writable'
  | 'not-started'
/** `isLater`: the person wants to hear of this version no more. */
export type DesktopUpdate = { readonly current: string } /** Nobody built in where updates are. */ & (
  | { readonly kind: 'off' }
  | { readonly kind: 'none'; readonly checkedAt?: number; readonly fault?: UpdateFault }
  | { readonly kind: 'checking' }
  /** `packages`: the system's package manager brings it. */
  | {
      readonly kind: 'found'
      readonly version: string
      readonly bytes: number
      readonly way: 'install' | 'packages'
      readonly isLater: boolean
    }
  | { readonly kind: 'loading'; readonly version: string; readonly bytes: number; readonly loaded: number }
  | { readonly kind: 'ready'; readonly version: string; readonly isLater: boolean }
  | { readonly kind: 'failed'; readonly version: string; readonly fault: UpdateFault }
)

export const bridgeName = 'natterDesktop'
