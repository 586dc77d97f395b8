import { isAppUrl } from '../serving/app-scheme.ts'

/** What a page may be given ears or eyes for. A camera brings its microphone. */
export const captureKinds = ['microphone', 'camera', 'screen'] as const
export type CaptureKind = (typeof captureKinds)[number]

/** Of Electron's contents: what the person does to it, and that it is gone or is another page. */
export type WatchedContents = {
  getURL(): string
  on(event: 'input-event', listener: (event: unknown, input: { readonly type: string }) => void): unknown
  on(event: 'destroyed' | 'render-process-gone' | 'did-navigate', listener: () => void): unknown
}

export type CapturePorts = {
  readonly now: () => number
  /** macOS asks the person itself, once an app; elsewhere there is nobody to ask. */
  readonly askSystem: (kind: CaptureKind) => Promise<boolean>
}

/**
 * Microphone, camera and screen are had only for a voice message or a call that the person began, in the window where they
 * began it. The page says so by `beginCapture(kind)` of the bridge and gets a yes only if the person has just pressed or
 * touched something in that very window, which no script can make it seem; then it may ask the browser for the device, at
 * once, and again (another microphone) until it says `endCapture()`, goes to another page, or is gone. Whoever builds
 * voice messages or calls calls these two around `getUserMedia` and `getDisplayMedia`, and nothing else: without them
 * every such request is refused, whatever the page was talked into. A screen needs a picker of ours besides, which comes
 * with calls; until then none is ever given.
 */
export type CaptureGate = {
  /** For every contents, from its first moment. */
  watch(contents: WatchedContents): void
  begin(contents: object, kind: CaptureKind): Promise<boolean>
  end(contents: object): void
  /** Whether a device may be taken now; `isTaking`: it is, and not only asked whether it might. */
  mayTake(contents: object | null, media: readonly string[], isTaking: boolean): boolean
}

const gestureMs = 5_000
const startMs = 20_000
/** What a person does on purpose: moving over a window, or letting a key go, begins nothing. */
const gestures: ReadonlySet<string> = new Set(['mouseDown', 'rawKeyDown', 'keyDown', 'touchStart', 'pointerDown'])
const mediaOf: Readonly<Record<CaptureKind, readonly string[]>> = {
  microphone: ['audio'],
  camera: ['audio', 'video'],
  screen: ['screen'],
}

export function buildCaptureGate({ now, askSystem }: CapturePorts): CaptureGate {
  const pressedAt = new WeakMap<object, number>()
  const grants = new WeakMap<object, { readonly kind: CaptureKind; readonly until: number }>()
  /** Of a yes that comes late, from the system: whoever asked may be gone by then, or done. */
  const turns = new WeakMap<object, number>()
  const turnOf = (contents: object) => turns.get(contents) ?? 0
  const end = (contents: object) => {
    grants.delete(contents)
    turns.set(contents, turnOf(contents) + 1)
  }

  return {
    watch(contents) {
      contents.on('input-event', (_event, { type }) => {
        if (gestures.has(type)) pressedAt.set(contents, now())
      })
      for (const event of ['destroyed', 'render-process-gone', 'did-navigate'] as const) {
        contents.on(event, () => {
          // What was pressed in the page before begins nothing in this one.
          pressedAt.delete(contents)
          end(contents)
        })
      }
    },
    async begin(contents, kind) {
      const at = pressedAt.get(contents)
      if (at === undefined || now() - at > gestureMs) return false
      // One press begins one thing.
      pressedAt.delete(contents)
      const turn = turnOf(contents)
      if (!(await askSystem(kind)) || turnOf(contents) !== turn) return false
      grants.set(contents, { kind, until: now() + startMs })
      return true
    },
    end,
    mayTake(contents, media, isTaking) {
      const grant = contents === null ? undefined : grants.get(contents)
      if (contents === null || grant === undefined) return false
      if (now() > grant.until) {
        end(contents)
        return false
      }
      const isCovered = media.length > 0 && media.every((each) => mediaOf[grant.kind].includes(each))
      // Taken: from now on it lasts until it is ended.
      if (isCovered && isTaking) grants.set(contents, { kind: grant.kind, until: Number.POSITIVE_INFINITY })
      return isCovered
    },
  }
}

type PermissionPorts = Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setUSBProtectedClassesHandler'
  | 'setBluetoothPairingHandler'
>

/** All that the app's page may have of the machine without a press of the person's, and only its main frame. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen', 'persistent-storage'])
/** A broker in the same house or on this machine; which one it may be is the content policy's to say. Workers have no frame. */
const ways: ReadonlySet<string> = new Set(['loopback-network', 'local-network', 'local-network-access'])

/** Without handlers Electron grants everything, so each kind has one. */
export function denyPermissions(session: PermissionPorts, gate: Pick<CaptureGate, 'mayTake'>): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const isOurs = isAppUrl(contents.getURL())
    if (ways.has(permission)) return answer(isOurs)
    if (permission === 'media') {
      const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
      return answer(isOurs && details.isMainFrame && gate.mayTake(contents, media, true))
    }
    answer(isOurs && details.isMainFrame && granted.has(permission))
  })
  session.setPermissionCheckHandler((contents, permission, origin, { isMainFrame, mediaType }) => {
    if (!isAppUrl(origin)) return false
    if (ways.has(permission)) return true
    if (permission === 'media') return isMainFrame && gate.mayTake(contents, mediaType ? [mediaType] : [], false)
    return isMainFrame && granted.has(permission)
  })
  session.setDevicePermissionHandler(() => false)
  // Until there is a picker of ours a screen is nobody's.
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses)
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
}
