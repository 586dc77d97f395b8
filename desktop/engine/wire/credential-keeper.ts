import { retryOf } from '../../../common/app-error.ts'
import type { Credential } from '../../../common/http-contract/credential-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { parseRoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { lifeMsOf, readJwtClaims } from '../control-plane/token-expiry.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { DeviceKey } from './device-key.ts'

/** A credential with what our own clock says of it: the server's may be hours off ours. */
export type HeldCredential = Credential & { readonly fetchedAt: number; readonly lifeMs: number }

/** Kept on disk, so that a restart can chat while the control plane is down. Worth nothing without the device's key. */
export type CredentialStore = {
  loadCredential(): Promise<HeldCredential | undefined>
  putCredential(credential: HeldCredential): Promise<void>
}

export type CredentialKeeper = {
  /** One that still lives, or a fresh one; one that was refused only where no fresh one is to be had. */
  take(): Promise<Result<HeldCredential>>
  /** A fresh one, whatever is held. Asked for several times at once, it is fetched once. */
  renew(): Promise<Result<HeldCredential>>
  /**
   * The broker refuses it: a fresh one is fetched first. It is not thrown away: a broker that is just starting refuses
   * good ones too, and with the control plane away this is all there is.
   */
  onRefused(credential: HeldCredential): void
}

export type CredentialKeeperOptions = {
  readonly clock: EngineClock
  readonly client: Pick<ControlPlaneClient, 'credential'>
  readonly key: DeviceKey
  readonly store: CredentialStore
}

const defaultLifeMs = 3_600_000

export function buildCredentialKeeper({ clock, client, key, store }: CredentialKeeperOptions): CredentialKeeper {
  let held: HeldCredential | undefined
  let loaded = false
  let refused: string | undefined
  let renewing: Promise<Result<HeldCredential>> | undefined

  async function fetchCredential(): Promise<Result<HeldCredential>> {
    const answer = await client.credential(async (token) => ({
      publicKey: key.publicKey,
      proof: await key.sign(token),
    }))
    if (!answer.ok) return answer
    held = { ...answer.value, fetchedAt: clock.now(), lifeMs: lifeMsOf(answer.value.jwt) ?? defaultLifeMs }
    loaded = true
    // Only a restart without the control plane would miss it.
    await store.putCredential(held).catch(() => {})
    return ok(held)
  }
  const renew = () => {
    renewing ??= fetchCredential().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return {
    renew,
    async take() {
      if (!loaded) held = await store.loadCredential().catch(() => undefined)
      loaded = true
      const now = clock.now()
      const kept = held !== undefined && now < held.fetchedAt + held.lifeMs - 1_000 ? held : undefined
      // From the future: the clock was put back, and nobody knows how old it is.
      const isOfNow = kept !== undefined && kept.fetchedAt <= now + 60_000
      if (kept !== undefined && isOfNow && kept.jwt !== refused) return ok(kept)
      const fresh = await renew()
      if (fresh.ok || kept === undefined) return fresh
      const { error } = fresh
      // A server that says when to come again is there; what it grants then is worth waiting for.
      return retryOf(error) === 'later' && error.retryAfterMs === undefined ? ok(kept) : fresh
    },
    onRefused(credential) {
      refused = credential.jwt
    },
  }
}

/** The rooms its holder may hear, as the broker will see them: the credential itself says so in its tags. */
export function roomsOfCredential({ jwt }: Pick<Credential, 'jwt'>): ReadonlySet<RoomId> {
  const nats = readJwtClaims(jwt)?.nats
  const tags = typeof nats === 'object' && nats !== null && 'tags' in nats ? nats.tags : undefined
  const rooms = new Set<RoomId>()
  for (const tag of Array.isArray(tags) ? tags : []) {
    const room = parseRoomId(/^(?:room|listen|hear):(.+)$/.exec(String(tag))?.[1])
    if (room !== undefined) rooms.add(room)
  }
  return rooms
}
