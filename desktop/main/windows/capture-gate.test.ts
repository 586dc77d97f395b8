import { describe, expect, it } from 'vitest'
import {
  buildCaptureGate,
  type CaptureKind,
  captureKinds,
  denyPermissions,
  type WatchedContents,
} from './capture-gate.ts'

type Handlers = Parameters<typeof denyPermissions>[0]
type Check = (
  contents: object | null,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean; mediaType?: string },
) => boolean
type Request = (
  contents: object,
  permission: string,
  answer: (granted: boolean) => void,
  details: { isMainFrame: boolean; mediaTypes?: string[] },
) => void

function buildContents(url = 'app://natter/') {
  const heard = new Map<string, (...values: unknown[]) => void>()
  const contents = {
    getURL: () => url,
    on: (event: string, listener: (...values: never[]) => void) =>
      heard.set(event, listener as (...values: unknown[]) => void),
  } satisfies WatchedContents
  return {
    contents,
    press: (type = 'mouseDown') => heard.get('input-event')?.({}, { type }),
    emit: (event: string) => heard.get(event)?.(),
  }
}

function build(asks: (kind: CaptureKind) => boolean | Promise<boolean> = () => true) {
  let at = 1_000
  const asked: CaptureKind[] = []
  const gate = buildCaptureGate({
    now: () => at,
    async askSystem(kind) {
      asked.push(kind)
      return asks(kind)
    },
  })
  const taken = new Map<string, unknown>()
  const take = (name: string) => (handler: unknown) => void taken.set(name, handler)
  denyPermissions(
    {
      setPermissionRequestHandler: take('request'),
      setPermissionCheckHandler: take('check'),
      setDevicePermissionHandler: take('device'),
      setDisplayMediaRequestHandler: take('display'),
      setUSBProtectedClassesHandler: take('usb'),
      setBluetoothPairingHandler: take('bluetooth'),
    } as unknown as Handlers,
    gate,
  )
  const handler = <Handler>(name: string) => taken.get(name) as Handler
  const open = (url?: string) => {
    const page = buildContents(url)
    gate.watch(page.contents)
    return page
  }
  const request = (contents: object, permission: string, mediaTypes?: string[], isMainFrame = true) => {
    let granted: boolean | undefined
    handler<Request>('request')(contents, permission, (given) => (granted = given), {
      isMainFrame,
      ...(mediaTypes !== undefined && { mediaTypes }),
    })
    return granted
  }
  const wait = (ms: number) => {
    at += ms
  }
  return { gate, asked, handler, open, request, wait, check: handler<Check>('check') }
}

describe('permissions', () => {
  const refused = ['geolocation', 'notifications', 'clipboard-read', 'hid', 'serial', 'usb', 'openExternal']
  const more = [
    'fileSystem',
    'midi',
    'midiSysex',
    'pointerLock',
    'idle-detection',
    'display-capture',
    'media',
    'unknown',
  ]

  it('are refused but for three, and these to the main frame of our own page only', () => {
    const { check, open, request } = build()
    const { contents } = open()
    for (const permission of [...refused, ...more]) {
      expect(check(contents, permission, 'app://natter/', { isMainFrame: true }), permission).toBe(false)
      expect(request(contents, permission), permission).toBe(false)
    }
    for (const permission of ['clipboard-sanitized-write', 'fullscreen', 'persistent-storage']) {
      expect(check(contents, permission, 'app://natter/', { isMainFrame: true })).toBe(true)
      expect(check(contents, permission, 'app://natter/', { isMainFrame: false })).toBe(false)
      expect(check(contents, permission, 'https://example.org/', { isMainFrame: true })).toBe(false)
      expect(request(contents, permission)).toBe(true)
      expect(request(contents, permission, undefined, false)).toBe(false)
      expect(request(open('app://natter.evil/').contents, permission)).toBe(false)
    }
  })

  it('to reach a broker in the same house are the worker’s too, and nobody else’s', () => {
    const { check, open, request } = build()
    for (const permission of ['loopback-network', 'local-network', 'local-network-access']) {
      expect(check(null, permission, 'app://natter/', { isMainFrame: false })).toBe(true)
      expect(check(null, permission, 'https://example.org/', { isMainFrame: true })).toBe(false)
      expect(request(open().contents, permission)).toBe(true)
      expect(request(open('https://example.org/').contents, permission)).toBe(false)
    }
  })

  it('for devices, screens and pairing are refused altogether', () => {
    const { handler } = build()
    expect(handler<() => boolean>('device')()).toBe(false)
    const answers: unknown[] = []
    const answer = (given: unknown) => answers.push(given)
    handler<(request: null, answer: (streams: unknown) => void) => void>('display')(null, answer)
    handler<(details: null, answer: (response: unknown) => void) => void>('bluetooth')(null, answer)
    expect(answers).toEqual([null, { confirmed: false }])
  })
})

describe('a microphone or a camera', () => {
  it('is had after the person pressed something, in that window, for what they began', async () => {
    const { gate, open, request, check } = build()
    const page = open()
    const other = open()
    page.press()
    expect(await gate.begin(page.contents, 'microphone')).toBe(true)
    expect(check(page.contents, 'media', 'app://natter/', { isMainFrame: true, mediaType: 'audio' })).toBe(true)
    expect(check(page.contents, 'media', 'app://natter/', { isMainFrame: true, mediaType: 'video' })).toBe(false)
    expect(check(null, 'media', 'app://natter/', { isMainFrame: true, mediaType: 'audio' })).toBe(false)
    expect(request(page.contents, 'media', ['audio'])).toBe(true)
    expect(request(page.contents, 'media', ['audio', 'video'])).toBe(false)
    expect(request(page.contents, 'media', [])).toBe(false)
    expect(request(page.contents, 'media', ['audio'], false)).toBe(false)
    expect(request(other.contents, 'media', ['audio'])).toBe(false)
  })

  it('lasts while the call does, and ends with it', async () => {
    const { gate, open, request, wait } = build()
    const page = open()
    page.press('rawKeyDown')
    await gate.begin(page.contents, 'camera')
    expect(request(page.contents, 'media', ['audio', 'video'])).toBe(true)
    wait(3_600_000)
    // Another microphone, an hour later.
    expect(request(page.contents, 'media', ['audio'])).toBe(true)
    gate.end(page.contents)
    expect(request(page.contents, 'media', ['audio'])).toBe(false)
  })

  it.each(['destroyed', 'render-process-gone', 'did-navigate'])('is over after %s', async (event) => {
    const { gate, open, request } = build()
    const page = open()
    page.press()
    await gate.begin(page.contents, 'microphone')
    page.emit(event)
    expect(request(page.contents, 'media', ['audio'])).toBe(false)
  })

  it.each(['destroyed', 'render-process-gone', 'did-navigate'])(
    'is not had by a page that came with %s, whatever was pressed before or the system says late',
    async (event) => {
      let say = (_yes: boolean) => {}
      const { gate, open, request } = build(() => new Promise<boolean>((resolve) => (say = resolve)))
      const page = open()
      page.press()
      const begun = gate.begin(page.contents, 'microphone')
      page.emit(event)
      say(true)
      expect(await begun).toBe(false)
      expect(request(page.contents, 'media', ['audio'])).toBe(false)
      page.press()
      page.emit(event)
      expect(await gate.begin(page.contents, 'microphone')).toBe(false)
    },
  )

  it('that was called off while the system asked is not had', async () => {
    let say = (_yes: boolean) => {}
    const { gate, open, request } = build(() => new Promise<boolean>((resolve) => (say = resolve)))
    const page = open()
    page.press()
    const begun = gate.begin(page.contents, 'camera')
    gate.end(page.contents)
    say(true)
    expect(await begun).toBe(false)
    expect(request(page.contents, 'media', ['video'])).toBe(false)
  })

  it('that is not taken at once is not had later', async () => {
    const { gate, open, request, wait } = build()
    const page = open()
    page.press()
    await gate.begin(page.contents, 'microphone')
    wait(20_001)
    expect(request(page.contents, 'media', ['audio'])).toBe(false)
  })

  it.each(captureKinds)('%s is nothing that a script can begin', async (kind) => {
    const { gate, open, request, wait } = build()
    const page = open()
    const other = open()
    expect(await gate.begin(page.contents, kind)).toBe(false)
    for (const type of ['mouseMove', 'mouseWheel', 'keyUp', 'char', 'contextMenu', 'undefined']) page.press(type)
    expect(await gate.begin(page.contents, kind)).toBe(false)
    other.press()
    expect(await gate.begin(page.contents, kind)).toBe(false)
    page.press()
    wait(5_001)
    expect(await gate.begin(page.contents, kind)).toBe(false)
    // One press begins one thing.
    page.press()
    expect(await gate.begin(page.contents, kind)).toBe(true)
    gate.end(page.contents)
    expect(await gate.begin(page.contents, kind)).toBe(false)
    for (const media of [['audio'], ['video'], ['audio', 'video']]) {
      expect(request(page.contents, 'media', media)).toBe(false)
    }
  })

  it('is not had where the system says no', async () => {
    const { gate, open, request, asked } = build((kind) => kind !== 'camera')
    const page = open()
    page.press()
    expect(await gate.begin(page.contents, 'camera')).toBe(false)
    expect([asked, request(page.contents, 'media', ['video'])]).toEqual([['camera'], false])
  })

  it('does not come with a screen, which nobody gets', async () => {
    const { gate, open, request, check, handler } = build()
    const page = open()
    page.press()
    await gate.begin(page.contents, 'screen')
    expect(request(page.contents, 'media', ['video'])).toBe(false)
    for (const media of [['video'], ['screen'], ['audio', 'screen'], []]) {
      expect(request(page.contents, 'display-capture', media)).toBe(false)
    }
    for (const mediaType of ['video', 'audio', 'screen', undefined]) {
      const asked = { isMainFrame: true, ...(mediaType !== undefined && { mediaType }) }
      expect(check(page.contents, 'display-capture', 'app://natter/', asked)).toBe(false)
    }
    const answers: unknown[] = []
    const frame = { url: 'app://natter/' }
    handler<(request: object, answer: (streams: unknown) => void) => void>('display')(
      { frame, userGesture: true, videoRequested: true, audioRequested: true, securityOrigin: 'app://natter' },
      (streams) => answers.push(streams),
    )
    expect(answers).toEqual([null])
  })
})
