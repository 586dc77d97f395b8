import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DesktopUpdate, UpdateFault } from '../../bridge.ts'
import { readLimited, type SessionFetch } from '../serving/server-relay.ts'
import { downloadUpdate } from './update-download.ts'
import { type InstallWay, installUpdate } from './update-install.ts'
import type { UpdateMemory } from './update-memory.ts'
import { type ClaimFault, checkClaim, isNewer, type UpdateClaim, type UpdatePlace } from './update-proof.ts'

/** Built into the app by whoever packages it; without it nothing is ever asked. */
export type UpdateSource = { readonly address: string; readonly publicKey: string; readonly channel: string }

export type UpdateKeeperDeps = {
  readonly source: UpdateSource | undefined
  readonly current: string
  readonly system: Pick<UpdatePlace, 'system' | 'arch'>
  readonly way: InstallWay
  readonly fetch: SessionFetch
  /** The staging folder, of this person only. */
  readonly folder: string
  readonly memory: UpdateMemory
  /** The person's word, asked where no page can give it. */
  readonly askInstall: (version: string) => Promise<boolean>
  /** What was installed is to run. */
  readonly restart: () => void
  readonly onChange: (update: DesktopUpdate) => void
  readonly now: () => number
  readonly after: (ms: number, run: () => void) => () => void
  readonly log: (line: string) => void
}

/** Looks for updates, brings and installs them, each step of which waits for the person: nothing is loaded or started unasked. */
export type UpdateKeeper = {
  start(): Promise<void>
  view(): DesktopUpdate
  check(): Promise<void>
  load(): Promise<void>
  cancel(): void
  install(): Promise<void>
  /** Not this version; of a later one one hears again. */
  later(): Promise<void>
  stop(): void
}

const firstCheckMs = 60_000
const everyMs = 6 * 3_600_000
const mostFeedBytes = 16_384

export function buildUpdateKeeper(deps: UpdateKeeperDeps): UpdateKeeper {
  const { source, current, system, way, fetch, folder, memory, onChange, log } = deps
  const wayKind = way.kind === 'packages' ? 'packages' : 'install'
  let view: DesktopUpdate = source === undefined ? { kind: 'off', current } : { kind: 'none', current }
  let known: { readonly claim: UpdateClaim; readonly proof: string } | undefined
  let loading: AbortController | undefined
  /** One step at a time, whoever asks how often. */
  let busy: Promise<void> | undefined
  let cancelNext = () => {}

  function show(next: DesktopUpdate) {
    view = next
    onChange(next)
  }
  function step(run: () => Promise<void>): Promise<void> {
    busy ??= run().finally(() => {
      busy = undefined
    })
    return busy
  }
  const judge = (proof: string, from: UpdateSource) =>
    checkClaim(proof, {
      publicKey: from.publicKey,
      current,
      seen: memory.get().seen,
      place: { channel: from.channel, ...system },
    })
  const showFound = ({ version, bytes }: UpdateClaim) => {
    const isLater = memory.get().later === version
    show({ kind: 'found', current, version, bytes, way: wayKind, isLater })
  }
  const showReady = ({ version }: UpdateClaim) =>
    show({ kind: 'ready', current, version, isLater: memory.get().later === version })
  const showFailed = (version: string, fault: UpdateFault) => {
    log(`an update could not be had: ${fault}`)
    show({ kind: 'failed', current, version, fault })
  }

  async function clearFolder(but?: string): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    await Promise.all(
      names
        .filter((name) => name !== but)
        .map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)),
    )
  }
  async function restore(from: UpdateSource): Promise<void> {
    const { attempt, staged } = memory.get()
    if (attempt !== undefined) {
      await memory.change(
        attempt === current ? { attempt: undefined, failed: undefined } : { attempt: undefined, failed: attempt },
      )
    }
    const claim = staged === undefined ? undefined : judge(staged, from)
    const names: readonly string[] = await readdir(folder).catch(() => [])
    const isThere = typeof claim === 'object' && names.includes(claim.file)
    await clearFolder(isThere ? claim.file : undefined)
    if (isThere && staged !== undefined) {
      known = { claim, proof: staged }
      if (memory.get().failed === claim.version) showFailed(claim.version, 'not-started')
      else showReady(claim)
    } else if (staged !== undefined) {
      await memory.change({ staged: undefined })
    }
  }

  function showNone(before: DesktopUpdate, checkedAt: number, why: ClaimFault | 'unreachable') {
    if (why !== 'not-newer') log(`no update could be looked for: ${why}`)
    // What was known stays so: nobody takes an update away by answering something else.
    if (before.kind !== 'none') return show(before)
    show({ kind: 'none', current, checkedAt, ...(why !== 'not-newer' && { fault: why }) })
  }

  async function ask(from: UpdateSource): Promise<void> {
    const before = view
    if (before.kind === 'none') show({ kind: 'checking', current })
    const { channel } = from
    const name = `latest-${channel}-${system.system}-${system.arch}.json`
    const text = await fetch(new URL(name, from.address).href, {
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(30_000),
    })
      .then((answer) => (answer.ok ? readLimited(answer, mostFeedBytes) : undefined))
      .catch(() => undefined)
    const checkedAt = deps.now()
    if (text === undefined) return showNone(before, checkedAt, 'unreachable')
    const claim = judge(text, from)
    if (typeof claim === 'string') return showNone(before, checkedAt, claim)
    if (isNewer(claim.version, memory.get().seen)) await memory.change({ seen: claim.version })
    const isKnown = known?.claim.version === claim.version
    if (isKnown && before.kind === 'ready') return show(before)
    known = { claim, proof: text }
    if (isKnown && before.kind === 'failed') return show(before)
    if (memory.get().failed === claim.version) showFailed(claim.version, 'not-started')
    else showFound(claim)
  }

  async function load(from: UpdateSource): Promise<void> {
    if (known === undefined || way.kind === 'packages') return
    const { claim, proof } = known
    const { version, bytes } = claim
    loading = new AbortController()
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await clearFolder()
    await memory.change({ staged: undefined, later: undefined, failed: undefined })
    let shownAt = Number.NEGATIVE_INFINITY
    const onProgress = (loaded: number) => {
      // Some times a second is all that anybody sees.
      if (deps.now() - shownAt < 250 && loaded < bytes) return
      shownAt = deps.now()
      show({ kind: 'loading', current, version, bytes, loaded })
    }
    onProgress(0)
    const { signal } = loading
    const loaded = await downloadUpdate({ fetch, address: from.address, claim, folder, onProgress, signal })
    loading = undefined
    if (loaded === 'cancelled') return showFound(claim)
    if (typeof loaded === 'string') return showFailed(version, loaded)
    await memory.change({ staged: proof })
    showReady(claim)
  }

  async function install(from: UpdateSource): Promise<void> {
    if (known === undefined || way.kind === 'packages') return
    // Once more, by the proof alone: what was true when it was loaded may be older than what was seen since.
    const claim = judge(known.proof, from)
    if (typeof claim === 'string') return showFailed(known.claim.version, claim)
    if (!(await deps.askInstall(claim.version))) return showReady(claim)
    // Before it begins: if it ends the app in the middle, the next start knows.
    await memory.change({ attempt: claim.version })
    const fault = await installUpdate(join(folder, claim.file), claim, way)
    if (fault === undefined) return deps.restart()
    const staged = fault === 'damaged' ? { staged: undefined } : {}
    await memory.change({ attempt: undefined, failed: claim.version, ...staged })
    showFailed(claim.version, fault)
  }

  function plan(ms: number) {
    cancelNext = deps.after(ms, () => {
      void keeper.check().finally(() => plan(everyMs))
    })
  }
  const whenOn = async (run: (from: UpdateSource) => Promise<void>) => {
    if (source === undefined) return
    await step(() =>
      run(source).catch(() => {
        if (known !== undefined) showFailed(known.claim.version, 'not-writable')
      }),
    )
  }
  const keeper: UpdateKeeper = {
    async start() {
      await whenOn(restore)
      if (source !== undefined) plan(firstCheckMs)
    },
    view: () => view,
    check: () => whenOn(ask),
    load: () => (view.kind === 'found' || view.kind === 'failed' ? whenOn(load) : Promise.resolve()),
    cancel: () => loading?.abort(),
    install: () => (view.kind === 'ready' ? whenOn(install) : Promise.resolve()),
    async later() {
      if (known === undefined || (view.kind !== 'found' && view.kind !== 'ready')) return
      await memory.change({ later: known.claim.version }).catch(() => log('a setting could not be kept'))
      show({ ...view, isLater: true })
    },
    stop() {
      cancelNext()
      loading?.abort()
    },
  }
  return keeper
}
