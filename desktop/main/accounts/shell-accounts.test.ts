import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import { buildKeptFile } from '../keeping/atomic-file.ts'
import { buildMemoryFile } from '../keeping/kept-file-testbed.ts'
import { buildUnreadBoard } from '../system/unread-board.ts'
import { buildShellWindow, type PageView } from '../windows/shell-window.ts'
import { openAccountBook } from './account-book.ts'
import { certificates } from './authority-samples.ts'
import { buildShellAccounts } from './shell-accounts.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natter-accounts-'))
})
afterAll(() => rm(folder, { recursive: true }))
const noLog = () => undefined

type FakeView = PageView & { readonly log: string[]; readonly caller: BridgeCaller; emit(event: string): void }

/** Electron's window and views, as far as these files use them: they write down what is done to them. */
function buildFrame() {
  const log: string[] = []
  const views: FakeView[] = []
  const listeners = new Map<string, () => void>()
  const nameOf = (caller: BridgeCaller) => (caller.kind === 'account' ? caller.account : 'set-up')
  const window = buildShellWindow<FakeView>({
    window: {
      show: () => log.push('show'),
      hide: () => log.push('hide'),
      focus: () => log.push('focus'),
      restore: () => log.push('restore'),
      isMinimized: () => true,
      isVisible: () => true,
      isDestroyed: () => false,
      getContentBounds: () => ({ x: 0, y: 0, width: 800, height: 600 }),
      setTitle: noLog,
      on: (event, listener) => listeners.set(event, listener),
      contentView: {
        addChildView: (view) => void views.push(view),
        removeChildView: (view) => void views.splice(views.indexOf(view), 1),
      },
    },
    openPage(caller) {
      const own: string[] = []
      const heard = new Map<string, () => void>()
      const view: FakeView = {
        log: own,
        caller,
        emit: (event) => heard.get(event)?.(),
        setBounds: ({ width, height }) => void own.push(`${width}x${height}`),
        setVisible: (isShown) => void own.push(isShown ? 'seen' : 'unseen'),
        setBackgroundColor: noLog,
        webContents: {
          loadURL: async (url) => void own.push(url),
          focus: () => void own.push('focus'),
          send: (signal, value) => void own.push(`${signal} ${JSON.stringify(value)}`),
          close: () => void own.push('close'),
          isDestroyed: () => false,
          setZoomLevel: (level) => void own.push(`zoom ${level}`),
          on: (event: string, listener: (...values: never[]) => void) => heard.set(event, listener as () => void),
        },
      }
      return { view, address: `app://${nameOf(caller)}` }
    },
  })
  return { window, views, log, fire: (event: string) => listeners.get(event)?.() }
}

const info = (name: string) => async () => new Response(JSON.stringify({ name, registration: 'open' }))

async function build({ fetch = info('Studio'), file = buildMemoryFile(), isHeard = () => true as boolean } = {}) {
  const frame = buildFrame()
  const book = await openAccountBook(file, noLog)
  const wiped: string[] = []
  const invited: [string, string][] = []
  let chosen: Uint8Array | undefined
  const unread = buildUnreadBoard(noLog)
  const accounts = buildShellAccounts({
    book,
    window: frame.window,
    unread,
    fetch,
    now: () => 0,
    localServer: 'http://127.0.0.1:8480',
    openFile: async () => chosen,
    appVersion: '0.1.0',
    signOut: async (id) => {
      wiped.push(`out ${id}`)
      return isHeard()
    },
    reopen: (id) => wiped.push(`reopen ${id}`),
    wipe: async (id) => void wiped.push(id),
    onChange: noLog,
    onInvited: (id, code) => void invited.push([id, code]),
  })
  const choose = (text: string) => {
    chosen = new TextEncoder().encode(text)
  }
  return { ...frame, book, accounts, invited, wiped, file, unread, choose }
}
const code = 'abcdef-GHIJ_2345678901'
const account = (id: string) => ({ kind: 'account', account: id }) as const

describe('accounts', () => {
  it('begin with the first run, which makes place for the account that it adds', async () => {
    const { accounts, views, book } = await build()
    accounts.start()
    expect(views.map(({ caller }) => caller.kind)).toEqual(['set-up'])
    const [setUp] = views
    expect(await accounts.add('studio.example')).toMatchObject({ name: 'Studio', url: 'https://studio.example' })
    expect(setUp?.log.at(-1)).toBe('close')
    expect(views.map(({ caller }) => caller)).toEqual([account(book.list()[0]?.id ?? '')])
    expect(book.list()).toMatchObject([{ server: 'https://studio.example', serverName: 'Studio' }])
  })

  it('are not added where the server does not answer', async () => {
    const fetch = async (): Promise<Response> => {
      throw new Error('net::ERR_NAME_NOT_RESOLVED')
    }
    const { accounts, book } = await build({ fetch })
    accounts.start()
    expect(await accounts.add('studio.example')).toEqual({ fault: 'name-unknown' })
    expect(book.list()).toEqual([])
  })

  it('all run from the start, the one shown last is seen, and switching loads nothing', async () => {
    const { accounts, file } = await build()
    accounts.start()
    await accounts.add('one.example')
    await accounts.add('two.example')
    const again = await build({ file })
    again.accounts.start()
    const [one, two] = again.views
    expect([one?.log.at(-1), two?.log.filter((line) => line === 'seen')]).toEqual(['unseen', ['seen']])
    const ids = again.book.list().map(({ id }) => id)
    const loads = () => again.views.flatMap(({ log }) => log.filter((line) => line.startsWith('app://'))).length
    expect(loads()).toBe(2)
    again.accounts.show(ids[0] ?? '')
    expect([one?.log.includes('seen'), two?.log.at(-1)?.startsWith('natter'), loads()]).toEqual([true, false, 2])
    await expect.poll(() => again.book.shown()).toBe(ids[0])
    expect(again.accounts.list().map(({ isShown }) => isShown)).toEqual([true, false])
    again.accounts.show('nobody0123456789')
    expect(again.book.shown()).toBe(ids[0])
  })

  it('that are removed leave nothing, and the next one is seen, or the first run', async () => {
    const { accounts, book, wiped, views, unread } = await build()
    accounts.start()
    await accounts.add('one.example')
    await accounts.add('two.example')
    const [one, two] = book.list().map(({ id }) => id)
    unread.set(two ?? '', { unread: 5, forYou: 1 })
    expect(await accounts.remove(two ?? '', { evenUnheard: false })).toBe('removed')
    expect([wiped, unread.total(), book.list().length]).toEqual([[`out ${two}`, two], { unread: 0, forYou: 0 }, 1])
    await accounts.remove(one ?? '', { evenUnheard: false })
    expect(views.map(({ caller }) => caller.kind)).toEqual(['set-up'])
    await accounts.remove('nobody0123456789', { evenUnheard: true })
    expect(wiped).toEqual([`out ${two}`, two, `out ${one}`, one])
  })

  it('stay where their server cannot be told that they go, unless the person wants it all the same', async () => {
    const { accounts, book, wiped } = await build({ isHeard: () => false })
    accounts.start()
    await accounts.add('one.example')
    const [{ id } = { id: '' }] = book.list()
    expect(await accounts.remove(id, { evenUnheard: false })).toBe('unheard')
    expect([book.list().length, wiped]).toEqual([1, [`out ${id}`]])
    expect(await accounts.remove(id, { evenUnheard: true })).toBe('removed')
    expect([book.list().length, wiped.at(-1)]).toEqual([0, id])
  })

  it('learn where their brokers are now, and load anew where the policy of before is in the way', async () => {
    const { accounts, book, wiped } = await build()
    accounts.start()
    await accounts.add('one.example')
    const [{ id } = { id: '' }] = book.list()
    const brokers = () => book.get(id)?.brokers
    // On the server's own host, which the policy allows while nothing else was said.
    accounts.onBrokers(id, ['wss://one.example:8443'])
    await expect.poll(brokers).toEqual(['wss://one.example:8443'])
    accounts.onBrokers(id, [])
    accounts.onBrokers(id, ['wss://one.example:8443'])
    expect(wiped).toEqual([])
    accounts.onBrokers(id, ['wss://new.example'])
    await expect.poll(() => wiped).toEqual([`reopen ${id}`])
    expect(brokers()).toEqual(['wss://new.example', 'wss://one.example:8443'])
    // Another copy of the server says the other one: both are known.
    accounts.onBrokers(id, ['wss://one.example:8443'])
    accounts.onBrokers('nobody0123456789', ['wss://new.example'])
    expect(brokers()).toEqual(['wss://new.example', 'wss://one.example:8443'])
    for (let at = 0; at < 20; at++) accounts.onBrokers(id, [`wss://n${at}.example`])
    await expect.poll(() => brokers()?.length).toBe(8)
  })

  it('take the authority that was chosen for them, and the next does not inherit it', async () => {
    const { accounts, book, choose } = await build()
    accounts.start()
    expect(await accounts.chooseAuthority()).toEqual({ kind: 'cancelled' })
    choose('hello')
    expect(await accounts.chooseAuthority()).toEqual({ kind: 'unfit' })
    choose(certificates.authority)
    expect(await accounts.chooseAuthority()).toMatchObject({
      kind: 'chosen',
      subject: 'O=Harbour Studio, CN=Harbour Authority',
    })
    expect(accounts.authority()).toContain('BEGIN CERTIFICATE')
    await accounts.add('one.example')
    expect(accounts.authority()).toBeUndefined()
    await accounts.add('two.example')
    expect(book.list().map(({ authority }) => authority !== undefined)).toEqual([true, false])
  })

  it('that an invitation brought are asked about it, and later ones find their account', async () => {
    const { accounts, book, invited } = await build()
    accounts.start()
    await accounts.add(`https://one.example/invite/${code}`)
    await accounts.add('two.example')
    const [one, two] = book.list().map(({ id }) => id)
    expect(invited).toEqual([[one, code]])
    expect(accounts.accountOn('https://one.example')).toBe(one)
    await accounts.add('one.example')
    const third = book.list()[2]?.id
    await expect.poll(() => book.shown()).toBe(third)
    expect(accounts.accountOn('https://one.example')).toBe(third)
    expect(accounts.accountOn('https://two.example')).toBe(two)
    expect(accounts.accountOn('https://three.example')).toBeUndefined()
  })

  it('of a server that the environment names are there once', async () => {
    const { accounts, book } = await build()
    await accounts.ensureServer('http://127.0.0.1:8480')
    await accounts.ensureServer('http://127.0.0.1:8480')
    expect(book.list()).toMatchObject([{ server: 'http://127.0.0.1:8480', serverName: '127.0.0.1:8480' }])
  })

  it('in a file that is not ours are set aside, not lost', async () => {
    const own = join(folder, 'broken')
    await mkdir(own)
    const file = buildKeptFile(join(own, 'accounts.json'))
    await file.put('{"accounts":[{"id":"../../x","server":"javascript:alert(1)"}]}')
    const { book } = await build({ file })
    expect(book.list()).toEqual([])
    expect((await readdir(own)).some((name) => name.startsWith('accounts.json.unread-'))).toBe(true)
  })

  it('know who signed in', async () => {
    const { accounts } = await build()
    accounts.start()
    await accounts.add('one.example')
    const [{ id } = { id: '' }] = accounts.list()
    accounts.onUser(id, { handle: 'eva', displayName: 'Eva' })
    await expect.poll(() => accounts.list()[0]?.user).toEqual({ handle: 'eva', displayName: 'Eva' })
  })
})

describe('the window', () => {
  it('fits what is in it, gives it the focus and the zoom, and comes forward', () => {
    const { window, views, log, fire } = buildFrame()
    window.show(account('a'))
    window.ensure(account('b'))
    const [a, b] = views
    a?.log.splice(0)
    b?.log.splice(0)
    fire('resize')
    fire('focus')
    window.setZoom(1)
    expect([a?.log, b?.log]).toEqual([
      ['800x600', 'focus', 'zoom 1'],
      ['800x600', 'zoom 1'],
    ])
    window.bringForward()
    expect(log).toEqual(['restore', 'show', 'focus'])
    expect(window.callerOf(a?.webContents)).toEqual(account('a'))
    expect(window.callerOf({})).toBeUndefined()
  })
})
