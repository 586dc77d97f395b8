import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DesktopUpdate } from '../../bridge.ts'
import { buildKeptFile } from '../keeping/atomic-file.ts'
import type { InstallWay } from './update-install.ts'
import { buildUpdateKeeper, type UpdateKeeper } from './update-keeper.ts'
import { openUpdateMemory } from './update-memory.ts'
import type { UpdateClaim } from './update-proof.ts'
import { claim, program, proofOf, releaseKey } from './update-samples.ts'

let server: Server
let address = ''
let folder = ''
/** What the server has, by path; a function answers for itself. */
let files: Map<string, string | Uint8Array | RequestListener>
let asked: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const found = files.get(request.url ?? '')
    if (typeof found === 'function') return found(request, response)
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/natter/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natter-update-'))
  files = new Map()
  asked = []
  await writeFile(join(folder, 'Natter.AppImage'), 'the older one', { mode: 0o755 })
})
const stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await rm(folder, { recursive: true, force: true })
})

const feed = '/natter/latest-stable-linux-x64.json'
function release(of: UpdateClaim = claim, content: Uint8Array | string | RequestListener = program) {
  files.set(feed, proofOf(of))
  files.set(`/natter/${of.file}`, content)
}
const staging = () => join(folder, 'updates')
const appImage = () => join(folder, 'Natter.AppImage')
const running = () => readFile(appImage(), 'utf8')

type Options = {
  readonly current?: string
  readonly way?: InstallWay
  readonly says?: boolean
  readonly isOff?: boolean
  readonly fetch?: typeof fetch
}

async function start({ current = '0.1.0', way, says = true, isOff = false, fetch: ask = fetch }: Options = {}) {
  const views: DesktopUpdate[] = []
  const did: string[] = []
  const planned: { ms: number; run: () => void }[] = []
  const keeper: UpdateKeeper = buildUpdateKeeper({
    source: isOff ? undefined : { address, publicKey: releaseKey, channel: 'stable' },
    current,
    system: { system: 'linux', arch: 'x64' },
    way: way ?? { kind: 'appimage', program: appImage() },
    fetch: (url, init) => ask(url, init),
    folder: staging(),
    memory: await openUpdateMemory(buildKeptFile(join(folder, 'update.json'))),
    async askInstall(version) {
      did.push(`asked ${version}`)
      return says
    },
    restart: () => did.push('restart'),
    onChange: (view) => views.push(view),
    now: () => Date.now(),
    after(ms, run) {
      const plan = { ms, run }
      planned.push(plan)
      return () => void planned.splice(planned.indexOf(plan), 1)
    },
    log: (line) => did.push(line),
  })
  stops.push(keeper.stop)
  await keeper.start()
  return { keeper, views, did, planned }
}
async function getReady(options: Options = {}) {
  const started = await start(options)
  await started.keeper.check()
  await started.keeper.load()
  return started
}

describe('an update', () => {
  it('is never asked for where nobody built in where it would be', async () => {
    const { keeper, planned } = await start({ isOff: true })
    await keeper.check()
    await keeper.load()
    await keeper.install()
    await keeper.later()
    expect([keeper.view(), planned, asked]).toEqual([{ kind: 'off', current: '0.1.0' }, [], []])
  })

  it('is found, loaded and installed, each step on the person’s word', async () => {
    release()
    const { keeper, views, did, planned } = await start()
    expect(planned.map(({ ms }) => ms)).toEqual([60_000])
    await keeper.check()
    expect(keeper.view()).toMatchObject({ kind: 'found', version: '0.2.0', bytes: program.length, way: 'install' })
    expect(asked).toEqual([feed])
    await keeper.load()
    expect(views.filter(({ kind }) => kind === 'loading').at(-1)).toMatchObject({ loaded: program.length })
    expect(keeper.view()).toMatchObject({ kind: 'ready', version: '0.2.0', isLater: false })
    expect((await stat(staging())).mode & 0o777).toBe(0o700)
    expect(await running()).toBe('the older one')
    await keeper.install()
    expect(did).toEqual(['asked 0.2.0', 'restart'])
    expect(await running()).toBe(program.toString())
    expect((await stat(appImage())).mode & 0o777).toBe(0o755)
    // The one that runs now knows that it came through, and keeps nothing of it.
    const next = await start({ current: '0.2.0' })
    expect(next.keeper.view()).toEqual({ kind: 'none', current: '0.2.0' })
    expect(await readdir(staging())).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['Natter.AppImage', 'update.json', 'updates'])
  })

  it('is not installed where the person says no, and lies there for when they say yes', async () => {
    release()
    const { keeper, did } = await getReady({ says: false })
    await keeper.install()
    expect([did, await running()]).toEqual([['asked 0.2.0'], 'the older one'])
    const next = await start()
    expect(next.keeper.view()).toMatchObject({ kind: 'ready', version: '0.2.0' })
    await next.keeper.install()
    expect(await running()).toBe(program.toString())
  })

  it('that is for later stays for later, until there is a later one', async () => {
    release()
    const first = await start()
    await first.keeper.check()
    await first.keeper.later()
    expect(first.keeper.view()).toMatchObject({ kind: 'found', isLater: true })
    const second = await start()
    await second.keeper.check()
    expect(second.keeper.view()).toMatchObject({ kind: 'found', version: '0.2.0', isLater: true })
    release({ ...claim, version: '0.3.0' })
    await second.keeper.check()
    expect(second.keeper.view()).toMatchObject({ kind: 'found', version: '0.3.0', isLater: false })
  })

  it('is looked for again hours later, whatever became of it', async () => {
    const { planned, keeper } = await start()
    planned.shift()?.run()
    await expect.poll(() => planned.map(({ ms }) => ms)).toEqual([6 * 3_600_000])
    expect(keeper.view()).toMatchObject({ kind: 'none', fault: 'unreachable' })
    keeper.stop()
    expect(planned).toEqual([])
  })

  it('is told and left alone where the system’s packages are not ours to change', async () => {
    release()
    const { keeper } = await start({ way: { kind: 'packages' } })
    await keeper.check()
    expect(keeper.view()).toMatchObject({ kind: 'found', way: 'packages' })
    await keeper.load()
    await keeper.install()
    expect([asked, keeper.view().kind]).toEqual([[feed], 'found'])
  })

  it('of a system that has installers is started from a folder of its own', async () => {
    release()
    const startedFrom: string[] = []
    const way: InstallWay = {
      kind: 'installer',
      async start(path) {
        startedFrom.push(path)
        expect(await readFile(path, 'utf8')).toBe(program.toString())
      },
    }
    const { keeper } = await getReady({ way })
    await keeper.install()
    expect(startedFrom).toHaveLength(1)
    expect(startedFrom[0]).toMatch(/updates[/\\]start-[0-9a-f]{16}[/\\]Natter-0\.2\.0-linux-x64\.AppImage$/)
    // Somebody closed the installer: that is said, and not tried again by itself.
    const next = await start({ way })
    expect(next.keeper.view()).toMatchObject({ kind: 'failed', version: '0.2.0', fault: 'not-started' })
    await next.keeper.check()
    expect([next.keeper.view().kind, startedFrom.length]).toEqual(['failed', 1])
    await next.keeper.load()
    await next.keeper.install()
    expect(startedFrom).toHaveLength(2)
  })

  it('that does not get in is not tried again by itself', async () => {
    release()
    const { keeper, did } = await getReady({ way: { kind: 'appimage', program: join(folder, 'gone', 'Natter') } })
    await keeper.install()
    expect(keeper.view()).toMatchObject({ kind: 'failed', fault: 'not-writable' })
    expect(did).not.toContain('restart')
    const next = await start()
    await next.keeper.check()
    await next.keeper.install()
    expect(next.keeper.view()).toMatchObject({ kind: 'failed', version: '0.2.0' })
    expect(await running()).toBe('the older one')
    release({ ...claim, version: '0.3.0' })
    await next.keeper.check()
    expect(next.keeper.view()).toMatchObject({ kind: 'found', version: '0.3.0' })
  })

  it('can be stopped while it is loaded, and begun again', async () => {
    release(claim, (_request, response) => {
      response.writeHead(200)
      response.write(program.subarray(0, 1_000))
    })
    const { keeper } = await start()
    await keeper.check()
    const loading = keeper.load()
    await expect.poll(() => asked.length).toBe(2)
    keeper.cancel()
    await loading
    expect(keeper.view()).toMatchObject({ kind: 'found', version: '0.2.0' })
    expect(await readdir(staging())).toEqual([])
    release()
    await keeper.load()
    expect(keeper.view()).toMatchObject({ kind: 'ready' })
  })

  it('replaces what a link leads to, and leaves the link', async () => {
    release()
    await symlink(appImage(), join(folder, 'link'))
    const { keeper } = await getReady({ way: { kind: 'appimage', program: join(folder, 'link') } })
    await keeper.install()
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true)
    expect(await running()).toBe(program.toString())
  })
})

describe('what the server may do', () => {
  const older = { ...claim, version: '0.1.5', file: 'Natter-0.1.5-linux-x64.AppImage' }
  const redirect: RequestListener = (_request, response) => response.writeHead(302, { location: feed }).end()

  it.each<[string, () => void, string]>([
    ['no feed', () => files.delete(feed), 'unreachable'],
    ['a page', () => files.set(feed, '<!doctype html>'), 'not-signed'],
    ['a feed without an end', () => files.set(feed, 'x'.repeat(100_000)), 'unreachable'],
    ['a feed that leads elsewhere', () => files.set(feed, redirect), 'unreachable'],
    [
      'a claim of its own',
      () => files.set(feed, JSON.stringify({ claim: JSON.stringify(claim), signature: 'x' })),
      'not-signed',
    ],
    ['the feed of another system', () => files.set(feed, proofOf({ ...claim, system: 'mac' })), 'other-place'],
    ['the feed of another channel', () => files.set(feed, proofOf({ ...claim, channel: 'beta' })), 'other-place'],
  ])('%s is no update', async (_what, prepare, fault) => {
    release()
    prepare()
    const { keeper } = await start()
    await keeper.check()
    expect(keeper.view()).toMatchObject({ kind: 'none', fault })
    await keeper.load()
    expect(asked).toEqual([feed])
  })

  it('show yesterday’s update does not help: it was signed once, and a later one was seen', async () => {
    release({ ...claim, version: '0.3.0' })
    const first = await start()
    await first.keeper.check()
    release(older)
    const second = await start()
    await second.keeper.check()
    expect(second.keeper.view()).toMatchObject({ kind: 'none', fault: 'older-than-seen' })
  })

  it('answer nothing any more does not take away what was found', async () => {
    release()
    const { keeper } = await getReady()
    files.set(feed, proofOf(older))
    await keeper.check()
    files.delete(feed)
    await keeper.check()
    expect(keeper.view()).toMatchObject({ kind: 'ready', version: '0.2.0' })
  })

  const half: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': program.length })
    response.write(program.subarray(0, 5_000), () => response.destroy())
  }
  const endless: RequestListener = (_request, response) => {
    response.writeHead(200)
    const more = () => response.write(Buffer.alloc(65_536), () => !response.destroyed && setImmediate(more))
    more()
  }
  it.each<[string, Uint8Array | string | RequestListener, string]>([
    ['another program', 'rm -rf ~', 'damaged'],
    ['another program of the same length', Buffer.alloc(program.length, 'x'), 'damaged'],
    ['one letter changed', Buffer.from(program.toString().replace('newer', 'nEwer')), 'damaged'],
    ['one letter more', Buffer.concat([program, Buffer.from('x')]), 'damaged'],
    ['one letter less', program.subarray(1), 'damaged'],
    ['nothing at all', '', 'damaged'],
    ['a program without an end', endless, 'damaged'],
    ['half of it', half, 'unreachable'],
    ['an error', (_request, response) => response.writeHead(500).end(), 'unreachable'],
    ['another address', (_request, response) => response.writeHead(302, { location: '/evil' }).end(), 'unreachable'],
  ])('%s in place of the program is not kept', async (_what, content, fault) => {
    release(claim, content)
    const { keeper } = await getReady()
    expect(keeper.view()).toMatchObject({ kind: 'failed', version: '0.2.0', fault })
    expect(await readdir(staging())).toEqual([])
    await keeper.install()
    expect(await running()).toBe('the older one')
  })
})

describe('what lies staged', () => {
  const staged = () => join(staging(), claim.file)
  it.each<[string, () => Promise<unknown>]>([
    ['was changed', () => writeFile(staged(), 'rm -rf ~')],
    ['was changed in one letter', () => writeFile(staged(), program.toString().replace('newer', 'nEwer'))],
    ['has more at its end', () => writeFile(staged(), `${program.toString()}x`)],
    ['is gone', () => rm(staged())],
    ['is a folder', () => rm(staged()).then(() => mkdir(staged()))],
    [
      'is a link to another program',
      async () => {
        await writeFile(join(folder, 'other'), program)
        await rm(staged())
        await symlink(join(folder, 'other'), staged())
      },
    ],
  ])('and %s is not installed', async (_what, spoil) => {
    release()
    const { keeper, did } = await getReady()
    await spoil()
    await keeper.install()
    expect(keeper.view()).toMatchObject({ kind: 'failed' })
    expect(did).not.toContain('restart')
    expect(await running()).toBe('the older one')
    expect((await readdir(folder)).sort().filter((name) => name !== 'other')).toEqual([
      'Natter.AppImage',
      'update.json',
      'updates',
    ])
  })

  it.each([
    [
      'by a proof that is not ours',
      JSON.stringify({ staged: JSON.stringify({ claim: JSON.stringify(claim), signature: 'x' }) }),
    ],
    ['by a proof of an older one', JSON.stringify({ seen: '0.3.0', staged: proofOf(claim) })],
    ['by no proof', '{}'],
    ['by a file that is none', 'hello'],
  ])('%s is taken away at the next start', async (_what, memory) => {
    release()
    await getReady()
    await writeFile(join(folder, 'update.json'), memory)
    const { keeper } = await start()
    expect(keeper.view()).toEqual({ kind: 'none', current: '0.1.0' })
    expect(await readdir(staging())).toEqual([])
  })

  it('gives way to a later one that is seen before it is installed', async () => {
    release()
    const { keeper, did } = await getReady()
    release({ ...claim, version: '0.3.0' })
    await keeper.check()
    expect(keeper.view()).toMatchObject({ kind: 'found', version: '0.3.0' })
    await keeper.install()
    expect([did, await running()]).toEqual([[], 'the older one'])
  })

  it('cannot get in where the person may not write', async () => {
    release()
    const { keeper } = await getReady()
    await chmod(folder, 0o500)
    try {
      await keeper.install()
    } finally {
      await chmod(folder, 0o700)
    }
    // Whoever may write everywhere has it installed.
    const isRoot = process.getuid?.() === 0
    expect(keeper.view().kind).toBe(isRoot ? 'ready' : 'failed')
  })
})
