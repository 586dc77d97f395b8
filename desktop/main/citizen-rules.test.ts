import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DesktopUpdate } from '../bridge.ts'
import { english } from '../words/english-words.ts'
import { buildWords } from '../words/words.ts'
import { buildKeptFile } from './keeping/atomic-file.ts'
import { buildShellLog } from './keeping/shell-log.ts'
import { openShellSettings } from './keeping/shell-settings.ts'
import { stepZoom } from './system/app-menu.ts'
import { buildAutostartEntry, setLoginStart } from './system/login-start.ts'
import { watchPower } from './system/power-watch.ts'
import { chooseSpellLanguages, dictionariesOf } from './system/spell-languages.ts'
import { buildTrayMenu, trayMark, trayWords } from './system/tray-menu.ts'
import { buildUnreadBoard } from './system/unread-board.ts'
import { buildClosingWindow } from './windows/closing-window.ts'
import { buildContextMenu, type ClickedPlace } from './windows/context-menu.ts'
import { buildPageRecovery } from './windows/page-recovery.ts'
import { placeWindow } from './windows/window-place.ts'

const say = buildWords('en', english)
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natter-citizen-'))
})
afterAll(() => rm(folder, { recursive: true }))
const noLog = () => undefined

describe('where the window opens', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1040 }
  const right = { x: 1920, y: 0, width: 1280, height: 1000 }
  const kept = { x: 2000, y: 100, width: 1000, height: 700, isMaximized: false }

  it.each([
    ['the first time', undefined, [left, right], { x: 320, y: 120, width: 1280, height: 800 }],
    ['on the screen where it was', kept, [left, right], { x: 2000, y: 100, width: 1000, height: 700 }],
    ['where that screen is gone', kept, [left], { x: 460, y: 170, width: 1000, height: 700 }],
    [
      'larger than any screen',
      { ...kept, x: 10, y: 10, width: 9_000, height: 9_000 },
      [left],
      { x: 10, y: 10, width: 1920, height: 1040 },
    ],
    ['mostly off the screen', { ...kept, x: -990, y: 5 }, [left], { x: 460, y: 170, width: 1000, height: 700 }],
    ['with its bar above the screen', { ...kept, x: 50, y: -60 }, [left], { x: 50, y: 0, width: 1000, height: 700 }],
    ['without a screen', undefined, [], { x: 0, y: 0, width: 1280, height: 800 }],
  ])('%s', (_when, window, screens, place) => {
    expect(placeWindow(window, screens)).toEqual(place)
  })
})

describe('the cross of the window', () => {
  async function build(hasTray = true) {
    const settings = await openShellSettings(buildKeptFile(join(folder, `closing-${Math.random()}.json`)), noLog)
    const done: string[] = []
    let answer: (chosen: 'tray' | 'quit') => void = noLog
    const closing = buildClosingWindow({
      settings,
      hasTray: () => hasTray,
      hide: () => done.push('hide'),
      quit: () => done.push('quit'),
      explain: () => {
        done.push('explain')
        return new Promise((resolve) => {
          answer = resolve
        })
      },
    })
    const press = () => {
      let stopped = false
      closing.onClose({
        preventDefault() {
          stopped = true
        },
      })
      return stopped
    }
    return { press, done, settings, closing, answer: (chosen: 'tray' | 'quit') => answer(chosen) }
  }

  it('is explained once, and then does what was chosen', async () => {
    const { press, done, settings, answer } = await build()
    expect([press(), press()]).toEqual([true, true])
    expect(done).toEqual(['explain'])
    answer('tray')
    await expect.poll(() => done).toEqual(['explain', 'hide'])
    expect([press(), settings.get().onClose]).toEqual([true, 'tray'])
    expect(done).toEqual(['explain', 'hide', 'hide'])
  })

  it('quits where that was chosen, where there is no tray, and where the app ends anyway', async () => {
    const chosen = await build()
    chosen.press()
    chosen.answer('quit')
    await expect.poll(() => chosen.done).toEqual(['explain', 'quit'])
    expect(chosen.press()).toBe(false)
    const bare = await build(false)
    expect([bare.press(), bare.done]).toEqual([false, ['quit']])
    const ending = await build()
    ending.closing.onQuit()
    expect([ending.press(), ending.done]).toEqual([false, []])
  })
})

describe('the tray', () => {
  const account = (id: string, unread: number, isShown: boolean) => ({
    id,
    server: 'https://a.example',
    serverName: 'Studio',
    user: { handle: 'ana', displayName: 'Ana' },
    isShown,
    unread: { unread, forYou: 0 },
  })
  const state = {
    unread: { unread: 4, forYou: 2 },
    accounts: [account('a', 0, true)],
    quiet: false,
    startAtLogin: false,
    update: { kind: 'none', current: '0.1.0' } as DesktopUpdate,
  }

  it('says what is for me before what is unread, and that it is quiet', () => {
    expect([trayMark(state), trayWords(say, state)]).toEqual(['for-you', 'Natter: 2 for you'])
    const unread = { ...state, unread: { unread: 4, forYou: 0 } }
    expect([trayMark(unread), trayWords(say, unread)]).toEqual(['unread', 'Natter: 4 unread'])
    const nothing = { ...state, unread: { unread: 0, forYou: 0 } }
    expect([trayMark(nothing), trayWords(say, nothing)]).toEqual(['none', 'Natter: nothing new'])
    expect([trayMark({ ...nothing, quiet: true }), trayWords(say, { ...nothing, quiet: true })]).toEqual([
      'quiet',
      'Natter: do not disturb',
    ])
  })

  it('opens the window first of all, and lists accounts only where there are several', () => {
    const done: unknown[] = []
    const act = (what: string) => (value?: unknown) => done.push(value === undefined ? what : [what, value])
    const actions = {
      open: act('open'),
      showAccount: act('show'),
      showUpdate: act('update'),
      setQuiet: act('quiet'),
      setStartAtLogin: act('login'),
      saveLog: act('log'),
      quit: act('quit'),
    }
    const labels = (given: typeof state) => buildTrayMenu(say, given, actions).map(({ label }) => label ?? '-')
    expect(labels(state)).toEqual([
      'Open Natter',
      '-',
      'Do not disturb',
      'Start with the computer',
      'Save the log…',
      '-',
      'Quit',
    ])
    const update = { current: '0.1.0', version: '0.2.0', isLater: false } as const
    const found = { ...update, kind: 'found', bytes: 1, way: 'install' } as const
    expect(labels({ ...state, update: found })[1]).toBe('Natter 0.2.0 is there…')
    expect(labels({ ...state, update: { ...found, isLater: true } })).toEqual(labels(state))
    expect(labels({ ...state, update: { ...update, kind: 'ready' } })[1]).toBe('Install Natter 0.2.0…')
    const two = { ...state, accounts: [account('a', 3, true), account('b', 0, false)] }
    const items = buildTrayMenu(say, two, actions)
    expect(items[2]).toMatchObject({ type: 'checkbox', checked: true })
    expect(items[2]?.label).toContain('3 unread')
    for (const item of items) (item.click as (() => void) | undefined)?.()
    expect(done).toEqual(['open', ['show', 'a'], ['show', 'b'], ['quiet', true], ['login', true], 'log', 'quit'])
  })

  it('has names as names, whatever stands in them', () => {
    const nothing = () => undefined
    const user = { handle: 'x', displayName: 'א\u2069\n\u0000b' }
    const hostile = { ...account('a', 3, true), serverName: 'R&D \u202egpj.exe', user }
    const { user: _user, ...nobody } = { ...account('b', 0, false), serverName: '\u2067&\u202e', user }
    const actions = { open: nothing, showAccount: nothing, showUpdate: nothing, setQuiet: nothing }
    const more = { setStartAtLogin: nothing, saveLog: nothing, quit: nothing }
    const menu = buildTrayMenu(say, { ...state, accounts: [hostile, nobody] }, { ...actions, ...more })
    const labels = menu.map(({ label }) => label)
    expect(labels[2]).toBe('\u2068א b\u2069 · R&&D gpj.exe · 3 unread')
    expect(labels[3]).toBe('\u2068&&\u2069')
  })

  it('counts all accounts together, up to a hundred, and tells only changes', () => {
    const told: unknown[] = []
    const board = buildUnreadBoard((total) => told.push(total))
    board.set('a', { unread: 60, forYou: 1 })
    board.set('a', { unread: 60, forYou: 1 })
    board.set('b', { unread: 70, forYou: 2 })
    board.remove('a')
    board.remove('a')
    expect(told).toEqual([
      { unread: 60, forYou: 1 },
      { unread: 100, forYou: 3 },
      { unread: 70, forYou: 2 },
    ])
  })
})

describe('the menu of what is clicked', () => {
  const nowhere: ClickedPlace = {
    isEditable: false,
    selectionText: '',
    linkURL: '',
    mediaType: 'none',
    srcURL: '',
    hasImageContents: false,
    misspelledWord: '',
    dictionarySuggestions: [],
    editFlags: { canCut: true, canCopy: true, canPaste: true, canSelectAll: true } as ClickedPlace['editFlags'],
  }
  const menuOf = (place: Partial<ClickedPlace>) => {
    const done: unknown[] = []
    const act = (what: string) => (value: string) => done.push([what, value])
    const actions = {
      replaceMisspelling: act('replace'),
      addToDictionary: act('add'),
      copyText: act('copy'),
      savePicture: act('save'),
    }
    const items = buildContextMenu(say, { ...nowhere, ...place }, actions)
    for (const item of items) (item.click as (() => void) | undefined)?.()
    return { labels: items.map(({ label }) => label ?? '-'), done }
  }

  it.each([
    ['nothing', {}, [], []],
    ['words', { selectionText: 'quay' }, ['Copy'], []],
    ['a link', { linkURL: 'https://example.org/' }, ['Copy address'], [['copy', 'https://example.org/']]],
    [
      'an address of mail',
      { linkURL: 'mailto:eva%2Bx@example.org?subject=a' },
      ['Copy e-mail address'],
      [['copy', 'eva+x@example.org']],
    ],
    ['a link that is none of ours to give', { linkURL: 'app://natter/#/room/x' }, [], []],
    [
      'a picture',
      { mediaType: 'image', hasImageContents: true, srcURL: 'blob:x' },
      ['Save picture…'],
      [['save', 'blob:x']],
    ],
    ['a picture that did not load', { mediaType: 'image', srcURL: 'blob:x' }, [], []],
  ] as const)('of %s', (_what, place, labels, done) => {
    expect(menuOf(place)).toEqual({ labels, done })
  })

  it('of a word that is not in the dictionary', () => {
    const { labels, done } = menuOf({ isEditable: true, misspelledWord: 'harbor', dictionarySuggestions: ['harbour'] })
    expect(labels.slice(0, 4)).toEqual(['harbour', 'Add “harbor” to the dictionary', '-', 'Cut'])
    expect(done).toEqual([
      ['replace', 'harbour'],
      ['add', 'harbor'],
    ])
    expect(menuOf({ isEditable: true, misspelledWord: 'xq' }).labels[0]).toBe('No suggestions')
  })
})

describe('a page whose process is gone', () => {
  it('is loaded again, and left alone where that happens again and again', () => {
    let now = 0
    const done: string[] = []
    const recover = buildPageRecovery({
      now: () => now,
      reload: () => done.push('reload'),
      onGivenUp: () => done.push('given up'),
      log: noLog,
    })
    recover('clean-exit')
    for (const reason of ['crashed', 'oom', 'killed', 'crashed']) recover(reason)
    expect(done).toEqual(['reload', 'reload', 'reload', 'given up'])
    now = 100_000
    recover('crashed')
    expect(done.at(-1)).toBe('reload')
  })
})

describe('sleep', () => {
  function build() {
    let now = 0
    const listeners = new Map<string, () => void>()
    const told: string[] = []
    let beat = noLog
    watchPower({
      powerMonitor: { on: (event, listener) => listeners.set(event, listener) },
      now: () => now,
      every: (_ms, run) => {
        beat = run as typeof beat
        return noLog
      },
      tell: (power) => told.push(power),
    })
    return {
      told,
      say: (event: string) => listeners.get(event)?.(),
      pass(ms: number) {
        now += ms
      },
      beat: () => beat(),
    }
  }

  it('is told once, and waking once, whatever the system says of it', () => {
    const { told, say: tell, pass } = build()
    tell('suspend')
    tell('suspend')
    pass(3_600_000)
    tell('resume')
    tell('unlock-screen')
    expect(told).toEqual(['suspend', 'resume'])
    pass(60_000)
    tell('unlock-screen')
    expect(told).toEqual(['suspend', 'resume', 'resume'])
  })

  it('is noticed by the clock, where the system does not tell', () => {
    const { told, pass, beat } = build()
    for (let i = 0; i < 5; i++) {
      pass(5_000)
      beat()
    }
    expect(told).toEqual([])
    pass(600_000)
    beat()
    expect(told).toEqual(['resume'])
  })
})

describe('starting with the computer', () => {
  it('is a file on Linux, and a setting elsewhere', async () => {
    const autostartFile = join(folder, 'autostart', 'natter.desktop')
    const set: unknown[] = []
    const ports = {
      app: { setLoginItemSettings: (settings: unknown) => void set.push(settings) },
      programPath: '/opt/Natter/natter',
      autostartFile,
    }
    await setLoginStart({ ...ports, platform: 'linux' }, { start: true, hidden: true })
    expect(await readFile(autostartFile, 'utf8')).toContain('Exec="/opt/Natter/natter" --hidden\n')
    await setLoginStart({ ...ports, platform: 'linux' }, { start: false, hidden: true })
    await expect(readFile(autostartFile)).rejects.toThrow()
    await setLoginStart({ ...ports, platform: 'win32' }, { start: true, hidden: false })
    expect(set).toEqual([{ openAtLogin: true, args: [] }])
  })

  it('starts nothing but the program, whatever its folder is called', () => {
    const entry = buildAutostartEntry('/opt/a" --evil "$(x) `y` 100%\nExec=evil/natter', false)
    expect(entry.split('\n').filter((line) => line.startsWith('Exec='))).toEqual([
      'Exec="/opt/a\\\\" --evil \\\\"\\\\$(x) \\\\`y\\\\` 100%%Exec=evil/natter"',
    ])
  })
})

describe('what the shell keeps for itself', () => {
  it('is read again, and what cannot be read is as if it were not there', async () => {
    const file = buildKeptFile(join(folder, 'settings.json'))
    const settings = await openShellSettings(file, noLog)
    settings.change({ onClose: 'quit', zoomLevel: 1.5 })
    await settings.flush()
    expect((await openShellSettings(file, noLog)).get()).toMatchObject({
      onClose: 'quit',
      zoomLevel: 1.5,
      quiet: false,
    })
    await file.put('{"onClose":"explode","zoomLevel":"x","quiet":true,"window":{"x":"no"}}')
    const mended = (await openShellSettings(file, noLog)).get()
    expect(mended).toMatchObject({ zoomLevel: 0, quiet: true })
    expect([mended.onClose, mended.window]).toEqual([undefined, undefined])
    await file.put('not json')
    expect((await openShellSettings(file, noLog)).get().startAtLogin).toBe(false)
  })

  it('logs counts and names, and nothing that is a secret or a person', () => {
    const printed: string[] = []
    const { log, text } = buildShellLog(
      () => new Date(0),
      (line) => printed.push(line),
    )
    const [home, person] = [['', 'home', 'ana'].join('/'), ['C:', 'Users', 'ana'].join('\\')]
    log(`read ${home}/x and ${person}\\y eyJhbGciOi.eyJzdWIi.c2ln SU${'A'.repeat(56)} ${'b'.repeat(43)}\nnext`)
    expect(text()).toBe(
      `1970-01-01T00:00:00.000Z read ${['', 'home', '(person)'].join('/')}/x and ${['C:', 'Users', '(person)'].join('\\')}\\y (token) (seed) (secret) next\n`,
    )
    expect(printed).toHaveLength(1)
  })
})

describe('small choices', () => {
  it('of dictionaries fit what a person reads', () => {
    const available = ['de', 'en-GB', 'en-US', 'fr', 'pt-BR']
    expect(chooseSpellLanguages(['de-AT', 'en', 'pt', 'xx', 'de-DE'], available)).toEqual(['de', 'en-GB', 'pt-BR'])
    expect(chooseSpellLanguages([], available)).toEqual([])
    expect(dictionariesOf('https://chat.example.org')).toBe('https://chat.example.org/dictionaries/')
  })
  it('of zoom go by half a step, and stop', () => {
    expect([stepZoom(0, 1), stepZoom(4, 1), stepZoom(-3, -1), stepZoom(2.5, 0)]).toEqual([0.5, 4, -3, 0])
  })
})
