import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { PageQuery } from '../../common/http-contract/query-contract.ts'
import { buildDeviceId, type DeviceId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createSecret, digestOfSecret } from '../secrets/secret-digest.ts'
import type { DeviceRow, DeviceStore, RefreshStore, UserRow, UserStore } from '../store/account-store.ts'
import { buildDeviceCursor, isAfter, parseDeviceCursor } from './device-cursor.ts'
import { isOfPassword, suspendedError } from './device-standing.ts'
import { buildSuccessor, refreshLifeMs } from './refresh-token.ts'

export type SessionDependencies = {
  readonly store: {
    readonly accounts: Pick<UserStore, 'loadUser'>
    readonly devices: Pick<DeviceStore, 'putDevice' | 'loadDevice' | 'loadDevicesOfUser' | 'touchDevice' | 'endDevice'>
    readonly refreshTokens: RefreshStore
  }
  readonly refreshSecret: Buffer
  /** Cuts the device's live connection and refuses its NATS credential for ever; resolves once the broker knows. */
  readonly revokeDevice: (device: DeviceId) => Promise<Result<void>>
  /** The same in the store alone. */
  readonly noteRevoked: (device: DeviceId) => Promise<void>
  readonly now: () => number
}

/** `system`: as the program names itself. `address`: from where it calls. */
export type DeviceAbout = { readonly name: string; readonly system?: string | undefined; readonly address?: string }

export type StartedSession = { readonly user: UserRow; readonly device: DeviceId; readonly refreshToken: string }

export type SessionService = {
  /** `user`: the row that the password was checked against. */
  readonly start: (user: UserRow, about: DeviceAbout) => Promise<StartedSession>
  /** `attempt`: see `buildSuccessor`; without one an answer that was lost can be asked for again for some seconds only. */
  readonly refresh: (token: string, attempt: string | undefined) => Promise<Result<StartedSession>>
  /** Whether the device still stands, by its own row and by the password, and its user may go on. */
  readonly check: (user: UserId, device: DeviceId, address?: string) => Promise<Result<void>>
  /** Ends the device that a refresh token belongs to, spent or not; a token nobody knows ends nothing. Says which. */
  readonly endByToken: (token: string) => Promise<Result<DeviceId | undefined>>
  /** Ends one of the user's devices. Again for one that was ended: the broker is told once more. */
  readonly end: (user: UserId, device: DeviceId) => Promise<Result<void>>
  /** Ends all of the user's devices but this one. Says which they were. */
  readonly endOthers: (user: UserId, keep: DeviceId) => Promise<Result<readonly DeviceId[]>>
  /** Forgets tokens that expired. */
  readonly prune: () => Promise<void>
  /** Those that stand, newest first. */
  readonly listDevices: (
    user: UserId,
    page: PageQuery,
  ) => Promise<Result<{ readonly devices: readonly DeviceRow[]; readonly cursor?: string }>>
}

type Standing = { readonly user: UserRow; readonly device: DeviceRow }

/** An exchange without a name may come again for so long, and up to twice as long. */
const graceMs = 5_000
/** How stale `lastSeenAt` may be: it costs a write. */
const seenGrainMs = 60_000

export function createSessionService(deps: SessionDependencies): SessionService {
  const { store, now } = deps

  async function end(device: DeviceId): Promise<Result<void>> {
    // Noted beforehand: should we die after the next line, the device is ended and nobody can ask for it again, and yet
    // the broker has to hear of its credential.
    await deps.noteRevoked(device)
    // The store first: from here on no access token and no new credential; then the one that is out there.
    await store.devices.endDevice(device, now())
    return deps.revokeDevice(device)
  }

  async function loadStanding(userId: UserId, deviceId: DeviceId): Promise<Result<Standing>> {
    const device = await store.devices.loadDevice(deviceId)
    if (device === undefined || device.user !== userId) return err(appError('session-ended'))
    const user = await store.accounts.loadUser(userId)
    // Before all else: a suspension ends the devices too, and its reason is what their owner is to read.
    if (user?.suspendedAt !== undefined) return err(suspendedError(user))
    if (device.endedAt !== undefined) return err(appError('session-ended'))
    if (user === undefined || !isOfPassword(device, user)) return err(appError('session-ended'))
    return ok({ user, device })
  }

  function rotate(token: string, attempt: string) {
    const successor = buildSuccessor(deps.refreshSecret, token, attempt)
    const nowAt = now()
    return store.refreshTokens
      .rotateRefreshToken({
        oldHash: digestOfSecret(token),
        newHash: digestOfSecret(successor),
        attemptHash: digestOfSecret(attempt),
        nowAt,
        expiresAt: nowAt + refreshLifeMs,
      })
      .then((outcome) => ({ outcome, successor }))
  }

  /**
   * Whoever names no attempt and asks twice within a few seconds (an answer was lost, a script tried again) gets the same
   * successor: the attempt is then named by the time. A thief who comes that soon holds what its owner holds, and the next
   * exchange of either tells, as it does for one who comes later.
   */
  async function rotateUnnamed(token: string) {
    const span = Math.floor(now() / graceMs)
    const first = await rotate(token, `unnamed ${span}`)
    if (first.outcome.kind !== 'reused') return first
    // The other one may have come before us, or, while we waited for the store or by another copy's clock, after us.
    const latest = Math.floor(now() / graceMs) + 1
    for (let other = span - 1; other <= latest; other++) {
      const again = other === span ? first : await rotate(token, `unnamed ${other}`)
      if (again.outcome.kind === 'rotated') return again
    }
    return first
  }

  return {
    start: async (user, { name, system, address }) => {
      const device = buildDeviceId(randomBytes(idRandomBytes))
      const nowAt = now()
      const refreshToken = createSecret()
      await store.devices.putDevice({
        id: device,
        user: user.id,
        name,
        ...(system === undefined ? {} : { system }),
        ...(address === undefined ? {} : { lastAddress: address }),
        createdAt: nowAt,
        lastSeenAt: nowAt,
        ...(user.passwordVersion === undefined ? {} : { passwordVersion: user.passwordVersion }),
      })
      const expiresAt = nowAt + refreshLifeMs
      await store.refreshTokens.putRefreshFamily({
        device,
        user: user.id,
        tokenHash: digestOfSecret(refreshToken),
        expiresAt,
      })
      return { user, device, refreshToken }
    },
    refresh: async (token, attempt) => {
      const { outcome, successor } = await (attempt === undefined ? rotateUnnamed(token) : rotate(token, attempt))
      if (outcome.kind === 'unknown') return err(appError('session-ended'))
      if (outcome.kind === 'reused') {
        // Somebody has a copy. Nobody can tell the thief from the owner, so both are out.
        const ended = await end(outcome.device)
        return ended.ok ? err(appError('session-ended')) : ended
      }
      const standing = await loadStanding(outcome.user, outcome.device)
      if (!standing.ok) return standing
      await store.devices.touchDevice(outcome.device, now())
      return ok({ user: standing.value.user, device: outcome.device, refreshToken: successor })
    },
    check: async (userId, deviceId, address) => {
      const standing = await loadStanding(userId, deviceId)
      if (!standing.ok) return standing
      if (now() - standing.value.device.lastSeenAt > seenGrainMs) {
        await store.devices.touchDevice(deviceId, now(), address)
      }
      return ok(undefined)
    },
    endByToken: async (token) => {
      const { outcome } = await rotate(token, createSecret())
      if (outcome.kind === 'unknown') return ok(undefined)
      const ended = await end(outcome.device)
      return ended.ok ? ok(outcome.device) : ended
    },
    end: async (user, deviceId) => {
      const device = await store.devices.loadDevice(deviceId)
      if (device === undefined || device.user !== user) return err(appError('device-unknown'))
      return end(deviceId)
    },
    endOthers: async (user, keep) => {
      const others = (await store.devices.loadDevicesOfUser(user)).filter(({ id }) => id !== keep)
      const ended: DeviceId[] = []
      for (const { id } of others) {
        const done = await end(id)
        if (!done.ok) return done
        ended.push(id)
      }
      return ok(ended)
    },
    prune: () => store.refreshTokens.pruneRefreshTokens(now()),
    listDevices: async (user, { limit, cursor }) => {
      const after = cursor === undefined ? undefined : parseDeviceCursor(cursor)
      if (cursor !== undefined && after === undefined) {
        return err(appError('request-invalid', { fields: { '/querystring/cursor': 'must be one of this call' } }))
      }
      const owner = await store.accounts.loadUser(user)
      const rest = (await store.devices.loadDevicesOfUser(user)).filter(
        (device) =>
          owner !== undefined && isOfPassword(device, owner) && (after === undefined || isAfter(device, after)),
      )
      const devices = rest.slice(0, limit)
      const last = devices.at(-1)
      return ok({
        devices,
        ...(last !== undefined && rest.length > devices.length ? { cursor: buildDeviceCursor(last) } : {}),
      })
    },
  }
}
