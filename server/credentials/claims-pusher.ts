import { type AppError, appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildLeaseHold } from '../leases/lease-hold.ts'
import { buildClientsJwt, parseClientsJwt, revokedUpTo } from '../nats/account-claims.ts'
import type { ClaimsUpdate, Heard } from '../nats/claims-update.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import type { CredentialStore } from '../store/credential-store.ts'
import type { CutStore, PendingCut } from '../store/cut-store.ts'
import type { LeaseStore } from '../store/lease-store.ts'
import { StoreUnavailableError } from '../store/store-port.ts'

/**
 * Brings the revocations from the store into the broker. Claims are always rebuilt whole from the store, under one lease
 * of all copies of the server, because the broker takes whatever comes last, older or newer (tried). A lease can be lost
 * by a process that stalls; so each push looks at the clock again afterwards, and `watchClaims` compares what stands in
 * the broker with the store every few seconds.
 */
export type ClaimsPusher = {
  /** Resolves well once every server of the broker refuses all that was revoked in the store before the call. */
  readonly pushClaims: () => Promise<Result<void>>
  /** Compares what stands with the store and mends it: at boot what was revoked and not pushed, later what was undone. */
  readonly ensureClaims: () => Promise<Result<void>>
  /**
   * After a push that went well: sees that the connections are gone, and strikes the cuts off what is to be confirmed.
   * False where one is still there.
   */
  readonly confirmCuts: (cuts: readonly PendingCut[]) => Promise<boolean>
  /** Servers of the broker that did not answer when the latest claims were put: what was revoked may go on there. */
  readonly missingServers: () => readonly string[]
  /** `ensureClaims` now and every few seconds, and prunes what nobody needs; returns its stop, which ends the pusher. */
  readonly watchClaims: () => () => Promise<void>
}

export type ClaimsPusherOptions = {
  readonly store: Pick<
    CredentialStore,
    'loadRevocations' | 'loadClaimsVersion' | 'liftClaimsVersion' | 'pruneRevocations' | 'putRevocation'
  >
  readonly leases: LeaseStore
  readonly cuts: CutStore
  readonly update: ClaimsUpdate
  readonly keys: NatsKeys
  /** Names this process among the copies of the server. */
  readonly holder: string
  /** What went wrong in the background; it is tried again by itself. */
  readonly onFault: (error: AppError) => void
}

/** At most ten pushes a second from each copy, whatever the number of revocations. */
const pushEveryMs = 100
/**
 * A connection that is being opened can slip through a push (tried); by then it stands, and the next one cuts it. And what
 * was subscribed to in the middle of a push hears nothing before the next pass (`account-claims.ts`).
 */
const secondLookMs = 1_000
/** Where one push follows the other, too. */
const secondLookWithinMs = 5_000
const watchEveryMs = 5_000
const pruneEveryMs = 60_000
const confirmedAtOnce = 200
/** Expired credentials are refused by the broker's clock, which may be behind ours. */
const clockMarginSec = 60

type Waiter = (outcome: Result<void>) => void

export function buildClaimsPusher({
  store,
  cuts,
  leases,
  update,
  keys,
  holder,
  onFault,
}: ClaimsPusherOptions): ClaimsPusher {
  const stopping = new AbortController()
  const hold = buildLeaseHold(leases, { name: 'claims', holder, signal: stopping.signal })
  let waiting: Waiter[] = []
  let running: Promise<void> | undefined
  let secondLook: NodeJS.Timeout | undefined
  let lookBy: number | undefined
  let lastPushAt = 0
  let hasAdopted = false
  /** Servers of the broker that have not heard the latest. */
  let missing: readonly string[] = []
  /** Up to where the pending cuts were looked at; undefined: the next look begins with the oldest. */
  let confirmedTo: PendingCut | undefined

  const putState = async (pass: number): Promise<Result<void>> => {
    const state = await loadState()
    const put = await update.putClaims(buildClientsJwt(keys, { ...state, pass }))
    lastPushAt = Date.now()
    if (!put.ok) return put
    missing = put.value.missing
    return ok(undefined)
  }

  /** Version and revocations of one moment: what is revoked between the two reads would be missing under its version. */
  const loadState = async () => {
    for (;;) {
      const version = await store.loadClaimsVersion()
      const revocations = await store.loadRevocations()
      if ((await store.loadClaimsVersion()) !== version) continue
      return { version, revocations: new Map(revocations.map((one) => [one.publicKey, one.revokedAtSec])) }
    }
  }

  // Pushed even where another copy has pushed this version: whether that held what we revoked is not for a number to
  // say, and the broker passes over bytes it has.
  const push = async (): Promise<Result<void>> => {
    const pushed = await hold(async () => {
      const adopted = hasAdopted ? ok(undefined) : await adoptStanding()
      return adopted.ok ? await putState(0) : adopted
    })
    if (pushed.ok) lookAgain()
    return pushed.ok && missing.length > 0 ? err(appError('nats-unavailable', { cause: { missing } })) : pushed
  }

  const lookAgain = () => {
    clearTimeout(secondLook)
    lookBy ??= Date.now() + secondLookWithinMs
    const look = () => {
      lookBy = undefined
      void report(guarded(() => hold(() => settle('once more'))))
    }
    secondLook = setTimeout(look, Math.min(secondLookMs, Math.max(0, lookBy - Date.now())))
  }

  const settle = async (how: 'if needed' | 'once more'): Promise<Result<void>> => {
    const standing = await adoptStanding()
    if (!standing.ok) return standing
    missing = standing.value.missing
    const state = await loadState()
    const said = standing.value.said.map((jwt) => {
      const pass = [1, 2, 3].find((one) => jwt === buildClientsJwt(keys, { ...state, pass: one }))
      return pass ?? 0
    })
    if (how === 'if needed' && Math.min(...said) > 0) return ok(undefined)
    // Nobody is revoked, so nobody has slipped in: as at a first start, where it stands as it was seeded.
    const first = buildClientsJwt(keys, { ...state, pass: 0 })
    if (state.revocations.size === 0 && standing.value.said.every((jwt) => jwt === first)) return ok(undefined)
    // Said as often as it can be: who has it all the same passes over it, and one that was away hears it.
    const pass = Math.min(3, Math.max(...said) + 1)
    if (Math.min(...said) === 3) return ok(undefined)
    if (how === 'if needed') lookAgain()
    return putState(pass)
  }

  /** What stands, once a store that is older has learnt from it; before this copy's first push at the latest. */
  const adoptStanding = async (): Promise<Result<Heard<string>>> => {
    const standing = await update.loadClaims(keys.clientsAccount.publicKey)
    if (!standing.ok) return standing
    await adoptNewer(standing.value.said, !hasAdopted)
    hasAdopted = true
    return standing
  }

  /**
   * Claims newer than the store: it was restored from a backup. Nobody who was revoked since may come back by that, and
   * what the store says from now on must be later than what stands: of two nodes' copies the later one wins.
   */
  const adoptNewer = async (standing: readonly string[], isFirst: boolean): Promise<void> => {
    const state = await loadState()
    const { version } = state
    // As they would be said, where the oldest may be one entry for everybody.
    const revocations = parseClientsJwt(buildClientsJwt(keys, { ...state, pass: 0 }))?.revocations ?? state.revocations
    for (const jwt of standing) {
      const stands = parseClientsJwt(jwt)
      // At first whatever the numbers say: what was revoked since the restore, while the broker was away, has raised ours.
      if (stands === undefined || (stands.version <= version && !isFirst)) continue
      for (const [publicKey, atSec] of stands.revocations) {
        if (revokedUpTo(revocations, publicKey) < atSec) await store.putRevocation(publicKey, atSec)
      }
      if (stands.version > version) await store.liftClaimsVersion(stands.version + 1)
    }
  }

  const confirmCuts = async (pending: readonly PendingCut[]): Promise<boolean> => {
    const publicKeys = pending.map((cut) => cut.publicKey)
    const left = await update.closeConnections(keys.clientsAccount.publicKey, publicKeys)
    // One that is not to be had holds up none of the others.
    for (const { publicKey, revokedAtSec } of pending) {
      if (!left.has(publicKey)) await cuts.removeCut(publicKey, revokedAtSec)
    }
    return left.size === 0
  }

  /** What was not confirmed at the time, by whatever copy: as soon as every server has it. */
  const confirmPending = async (): Promise<Result<void>> => {
    const pending = await cuts.loadCuts(confirmedAtOnce, confirmedTo)
    // A page a look, round and round: those at the head that stay pending keep nobody else waiting.
    confirmedTo = pending.length === confirmedAtOnce ? pending.at(-1) : undefined
    const nowSec = Math.floor(Date.now() / 1_000) - clockMarginSec
    for (const { publicKey, revokedAtSec, expiresAtSec } of pending) {
      if (expiresAtSec < nowSec) await cuts.removeCut(publicKey, revokedAtSec)
    }
    if (pending.length === 0) return ok(undefined)
    const standing = await update.loadClaims(keys.clientsAccount.publicKey)
    if (!standing.ok) return standing
    if (standing.value.missing.length > 0) return ok(undefined)
    const claims = standing.value.said.map((jwt) => parseClientsJwt(jwt)?.revocations)
    const heard = pending.filter(({ publicKey, revokedAtSec }) =>
      claims.every((revocations) => revocations !== undefined && revokedUpTo(revocations, publicKey) >= revokedAtSec),
    )
    if (heard.length > 0) await confirmCuts(heard)
    return ok(undefined)
  }

  const run = async () => {
    while (waiting.length > 0) {
      await sleep(lastPushAt + pushEveryMs - Date.now())
      const batch = waiting
      waiting = []
      const outcome = await guarded(push)
      for (const say of batch) say(outcome)
    }
    running = undefined
  }

  const report = async (work: Promise<Result<void>>) => {
    const outcome = await work
    if (!outcome.ok && !stopping.signal.aborted) onFault(outcome.error)
  }
  const ensureClaims = () => guarded(() => hold(() => settle('if needed')))

  return {
    pushClaims: () =>
      new Promise((say) => {
        waiting.push(say)
        running ??= run()
      }),
    ensureClaims,
    confirmCuts,
    missingServers: () => missing,
    watchClaims: () => {
      let prunedAt = 0
      const look = async () => {
        await report(ensureClaims())
        // Not before a store that was restored has learnt from what stands: each prune makes its version higher.
        if (hasAdopted && Date.now() - prunedAt >= pruneEveryMs) {
          prunedAt = Date.now()
          await report(guarded(() => prune(store)))
        }
        await report(guarded(confirmPending))
      }
      let looking = look()
      const timer = setInterval(() => {
        looking = looking.then(look)
      }, watchEveryMs)
      return async () => {
        stopping.abort()
        clearInterval(timer)
        clearTimeout(secondLook)
        await looking
        await running
      }
    },
  }
}

async function prune(store: Pick<CredentialStore, 'pruneRevocations'>): Promise<Result<void>> {
  await store.pruneRevocations(Math.floor(Date.now() / 1_000) - clockMarginSec)
  return ok(undefined)
}

async function guarded(work: () => Promise<Result<void>>): Promise<Result<void>> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) return err(appError('store-unavailable', { cause }))
    throw cause
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, Math.max(0, ms)))
}
