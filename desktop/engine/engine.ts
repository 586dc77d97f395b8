import type { AppError } from '../../common/app-error.ts'
import { appError } from '../../common/app-error.ts'
import type { Me, Session } from '../../common/http-contract/account-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { emptied, err, ok } from '../../common/result.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { NoteView, ServerView } from '../engine-contract.ts'
import type { LentToken } from '../file-token.ts'
import type { Account } from './account/account.ts'
import { startAccount } from './account/account.ts'
import { buildAccessTokens } from './control-plane/access-token.ts'
import { buildControlPlaneClient } from './control-plane/control-plane-client.ts'
import { buildLogoutRetry } from './control-plane/logout-retry.ts'
import type { EngineDeps, EngineWindows } from './engine-deps.ts'
import type { DiskFault } from './local-store/disk-fault.ts'
import { openLocalHome } from './local-store/local-home.ts'
import type { StateBoard } from './state-board.ts'
import { plainError } from './views/send-state.ts'
import type { DeviceKey } from './wire/device-key.ts'
import { buildOwnDeviceKeys } from './wire/device-keys.own.ts'
import { buildAskedDeviceKeys } from './wire/device-keys.shell.ts'

/** One engine, whatever runs it: who is signed in, and the commands. Screens are attached in engine-ports.ts. */
export type Engine = {
  run(command: EngineCommand): Promise<Result<unknown>>
  /** For reading what is shown to that user, and to nobody else; `refused`: the one that the server did not take. */
  lendToken(user: string, refused: string | undefined): Promise<LentToken>
  /** No screen shows the room any more. */
  closeRoom(room: RoomId): void
  closeThread(thread: MessageId): void
  onNetwork(online: boolean): void
  /** Whether somebody is at this device. */
  onIdle(idle: boolean): void
  /** Resolves when all that was said is on disk. */
  flush(): Promise<void>
  /** Everything on disk, nothing under way. */
  stop(): Promise<void>
}

/** What everybody may know of the server is asked anew after so long, with a sync. */
const serverLifeMs = 300_000
/** What waits for the disk is tried every two seconds. */
const wellAfterMs = 5_000
const unknownServer: ServerView = { name: 'Natter', registration: 'open' }

/** Rejects where somebody else is at what is kept here; without any disk it runs from memory, and says so. */
export async function startEngine(deps: EngineDeps, board: StateBoard, windows: EngineWindows): Promise<Engine> {
  let isRefused = false
  const home = await openLocalHome({
    deps,
    options: { onFault: onDiskFault },
    onRefused() {
      isRefused = true
      sayRefused()
    },
  })
  const isRefusedForAll = isRefused
  const { sessions } = home
  const keys = deps.hasShell ? buildAskedDeviceKeys(deps) : buildOwnDeviceKeys(home.keys)
  const tokens = buildAccessTokens(deps, sessions, (error, isStill) => void endSession(error, isStill))
  const client = buildControlPlaneClient(deps, tokens)
  const logouts = buildLogoutRetry(deps, sessions, client.logout)
  let account: Account | undefined
  let server = unknownServer
  let changing: Promise<unknown> = Promise.resolve()
  let cancelServerInfo = () => {}
  let cancelWell = () => {}
  let serverAskedAt = deps.clock.now()
  let stopped = false

  /** Signing in, out and being signed out, one after the other. */
  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = changing.then(job)
    changing = done.catch((cause) => deps.log('session: could not change', cause))
    return done
  }

  function showSignedOut(because?: AppError) {
    const told = because === undefined ? {} : { because: plainError(because) }
    board.set('session', { kind: 'signed-out', server, ...told }, 'session')
  }

  /** Said until a write works again. Who writes in our place, and a write that failed for itself, is for the log. */
  function onDiskFault(fault: DiskFault | undefined) {
    if (fault !== undefined) deps.log(`disk: ${fault}`)
    if (stopped || fault === 'stale' || fault === 'other') return
    cancelWell()
    const show = (note: NoteView | undefined) => board.put('notes', 'storage', note, 'session')
    // A full disk takes small things and refuses large ones: it is well once it has refused nothing for a while.
    if (fault === undefined) cancelWell = deps.clock.after(wellAfterMs, () => show(undefined))
    else show({ kind: 'storage', fault: fault === 'full' ? 'full' : 'gone' })
  }

  /** Said again where the screens begin anew: it is so for whoever signs in. */
  function sayRefused() {
    if (isRefused) board.put('notes', 'storage', { kind: 'storage', fault: 'refused' }, 'session')
  }

  async function enter(me: Me, key: DeviceKey): Promise<void> {
    isRefused = isRefusedForAll
    const stores = await home.openAccount(me.id)
    board.set('session', { kind: 'signed-in', server, me }, 'session')
    const starting = startAccount({
      deps,
      board,
      windows,
      client: buildControlPlaneClient(deps, tokens.ofThisSession()),
      key,
      stores,
      me,
      onConnection: (view) => board.set('connection', view, 'connection'),
      onServerChanged: () => void askServerInfo(),
      mostFileBytes: () => server.limits?.fileBytes,
      onSynced(sync) {
        // Another administrator may have changed how the server is set.
        if (deps.clock.now() - serverAskedAt > serverLifeMs) void askServerInfo()
        server = { ...server, name: sync.server.name }
        board.set('session', { kind: 'signed-in', server, me: sync.me }, 'session')
        sessions.putSession({ me: sync.me, server }).catch((cause) => deps.log('session: could not write', cause))
      },
    })
    starting.catch(() => stores.close())
    account = await starting
    sayRefused()
  }

  async function leave(because?: AppError): Promise<void> {
    const left = account
    account = undefined
    tokens.forget()
    await left?.stop()
    cancelWell()
    board.attachSource(undefined)
    sayRefused()
    board.set('connection', { kind: 'offline', sinceAt: deps.clock.now() }, 'connection')
    showSignedOut(because)
    await sessions.removeSession()
    await sessions.removeAttempt()
  }

  /** The server ended it. What is on disk, unsent words above all, stays for when the same person signs in again. */
  function endSession(error: AppError, isStill: () => boolean): Promise<void> {
    return inTurn(async () => {
      // Somebody else by now: it was not said of them.
      if (account === undefined || !isStill()) return
      const user = account.me().id
      await leave(error)
      await keys.remove(user)
    })
  }

  function signIn(ask: () => Promise<Result<Session>>): Promise<Result<null>> {
    return inTurn(async () => {
      if (account !== undefined) return err(appError('signed-in-already'))
      logouts.stop()
      await Promise.all([tokens.settle(), logouts.settle()])
      const answer = await ask()
      if (!answer.ok) {
        void logouts.resume()
        return answer
      }
      tokens.takeSession(answer.value)
      try {
        await logouts.cancel()
        await enterAnew(answer.value.user)
        return ok(null)
      } catch (cause) {
        deps.log('session: could not be kept', cause)
        await giveUp()
        return err(appError('storage-unavailable'))
      }
    })
  }

  /** A new sign-in is a new device, with a key of its own; a credential of the old one is worth nothing. */
  async function enterAnew(me: Me): Promise<void> {
    const key = await keys.create(me.id)
    await sessions.removeAttempt()
    await sessions.putSession({ me, server })
    const stores = await home.openAccount(me.id)
    await stores.forgetCredential()
    stores.close()
    await enter(me, key)
  }

  /** Without a disk nothing may be promised, so the session ends before it has begun. */
  async function giveUp(): Promise<void> {
    await client.logout()
    tokens.forget()
    board.attachSource(undefined)
    showSignedOut()
    await sessions.removeSession().catch((cause) => deps.log('session: could not remove', cause))
  }

  function signOut(): Promise<Result<null>> {
    return inTurn(async () => {
      if (account === undefined) return ok(null)
      return leaveNothing(account.me().id)
    })
  }

  async function leaveNothing(user: UserId): Promise<Result<null>> {
    await leave()
    // What is here goes at once, whether or not the server answers: whoever closes the page now must leave nothing.
    const wiped = keys.remove(user).then(() => home.removeAccount(user))
    try {
      await Promise.all([logouts.logout(), wiped])
      return ok(null)
    } catch (cause) {
      deps.log('session: what was kept could not be removed', cause)
      return err(appError('storage-unavailable'))
    }
  }

  function depart(password: string, messages: 'keep' | 'erase'): Promise<Result<string | null>> {
    return inTurn(async () => {
      if (account === undefined) return err(appError('sign-in-required'))
      const done = await client.depart(password, messages)
      // The account is gone then too, and only what follows from it is still to come.
      if (!done.ok && done.error.code !== 'nats-unavailable') return done
      const receipt = done.ok ? done.value : done.error.more?.receipt
      const left = await leaveNothing(account.me().id)
      return left.ok ? ok(typeof receipt === 'string' ? receipt : null) : left
    })
  }

  async function restoreSession(): Promise<void> {
    const kept = await sessions.loadSession()
    if (kept !== undefined) {
      server = kept.server
      const key = await keys.open(kept.me.id)
      if (key !== undefined) return enter(kept.me, key)
    }
    showSignedOut(kept === undefined ? undefined : appError('session-ended'))
  }

  async function askServerInfo(tries = 0): Promise<void> {
    serverAskedAt = deps.clock.now()
    const info = await client.serverInfo()
    if (stopped) return
    if (info.ok) {
      server = info.value
      const { session } = board.state()
      if (session.kind === 'signed-out' || session.kind === 'signed-in')
        board.set('session', { ...session, server }, 'session')
    } else if (tries < 20) {
      cancelServerInfo = deps.clock.after(Math.min(30_000, 1_000 * 2 ** tries), () => void askServerInfo(tries + 1))
    }
  }

  await restoreSession()
  if (account === undefined) await logouts.resume()
  void askServerInfo()

  return {
    async run(command) {
      const { deviceName } = deps
      switch (command.kind) {
        case 'register': {
          const { kind: _, ...body } = command
          return signIn(() => client.register({ ...body, handle: body.handle.trim().toLowerCase(), deviceName }))
        }
        case 'sign-in': {
          const { handle, password } = command
          return signIn(() => client.login({ handle: handle.trim().toLowerCase(), password, deviceName }))
        }
        case 'sign-out':
          return signOut()
        case 'preview-invite':
          return client.previewInvite(command.code)
        case 'load-invite-picture':
          return client.invitePicture(command.code, command.version)
        case 'list-installers':
          return client.installers()
        case 'load-kept-data':
          return client.keptData()
        case 'load-erasure':
          return client.erasure(command.receipt)
        case 'ask-reset':
          return emptied(await client.askReset(command.handle))
        case 'complete-reset':
          return emptied(await client.completeReset(command.code, command.newPassword))
        case 'depart':
          return depart(command.password, command.messages)
        case 'retry-connection':
          account?.retryConnection()
          return ok(null)
        default:
          return account === undefined ? err(appError('sign-in-required')) : account.run(command)
      }
    },
    async lendToken(user, refused) {
      const asked = account
      if (asked === undefined || asked.me().id !== user) return { kind: 'none' }
      if (refused !== undefined) tokens.dropToken(refused)
      const taken = await tokens.takeToken()
      // Signed out meanwhile, or somebody else by now.
      if (account !== asked) return { kind: 'none' }
      if (taken.ok) return { kind: 'token', token: taken.value }
      return { kind: taken.error.code === 'network-unreachable' ? 'unheard' : 'none' }
    },
    closeRoom(room) {
      account?.run({ kind: 'close-room', room }).catch((bug) => deps.log('a room could not be closed', bug))
    },
    closeThread(thread) {
      account?.run({ kind: 'close-thread', thread }).catch((bug) => deps.log('a thread could not be closed', bug))
    },
    onNetwork: (online) => account?.onNetwork(online),
    onIdle: (idle) => account?.onIdle(idle),
    flush: async () => account?.flush(),
    async stop() {
      stopped = true
      cancelServerInfo()
      cancelWell()
      await changing
      logouts.stop()
      const last = account
      account = undefined
      await last?.stop()
      home.close()
    },
  }
}
