import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Mutex } from 'async-mutex'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { AuditLine, AuditQuery } from '../../common/http-contract/audit-contract.ts'
import { buildEventId, eventIdRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { AuditKey, AuditRow, AuditStore } from '../store/audit-store.ts'
import type { AuditAct } from './audit-act.ts'
import { type AuditHead, createAuditKey, digestLine, firstPrevious, seal, unseal } from './audit-seal.ts'

/** Who acts: a person, a token and whoever made it, or somebody at the machine itself. */
export type AuditBy =
  | { readonly kind: 'user'; readonly user: UserId }
  | { readonly kind: 'token'; readonly token: string; readonly maker: UserId }
  | { readonly kind: 'machine' }

export type AuditEntry = {
  readonly by: AuditBy
  /** The address that the call came from. */
  readonly from: string
  readonly what: AuditAct
  /** The id of whom or what it is done to. */
  readonly whom?: string
  /** What else one has to know. Never words that people wrote to each other. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * What was done here, each line before it is done. Lines are only added; each is MACed with a key that is not in the store and
 * names the one before, so that what is changed, removed, put in or cut off shows (`verify-audit.ts`).
 */
export type AuditLog = {
  /** To be called before the act, which does not happen where this fails. Throws `StoreUnavailableError`. */
  readonly note: (entry: AuditEntry) => Promise<Result<void>>
  readonly list: (
    query: AuditQuery,
  ) => Promise<Result<{ readonly lines: readonly AuditLine[]; readonly cursor?: string }>>
  /** Who somebody was, from where, and what was done with them, is readable no more. The chain still holds. */
  readonly forget: (owner: string) => Promise<void>
  readonly loadHead: () => Promise<AuditHead | undefined>
}

const maxTries = 200
const aboutSchema = z.object({ whom: z.string().optional(), detail: z.record(z.string(), z.unknown()).optional() })
/** Whose key seals what is about nobody. It is never dropped. */
const nobody = 'server'

export function createAuditLog(deps: {
  readonly store: AuditStore
  readonly secret: Buffer
  readonly now: () => number
  /** Of each line that was added: kept outside the store, it tells a log whose end was cut off. */
  readonly onHead: (head: AuditHead) => void
}): AuditLog {
  const { store, secret } = deps
  // Those of one process wait for each other rather than for the store to refuse them.
  const turn = new Mutex()
  const ensureKey = (owner: string) => store.ensureAuditKey(owner, createAuditKey())

  async function add({ by, from, what, whom, detail }: AuditEntry): Promise<Result<void>> {
    const at = deps.now()
    const id = buildEventId(at, randomBytes(eventIdRandomBytes))
    const [ofActor, ofWhom] = [await ensureKey(ownerOf(by)), await ensureKey(whom ?? nobody)]
    const told = { whom, detail: detail === undefined || Object.keys(detail).length === 0 ? undefined : detail }
    const fixed = {
      ...{ id, at, byKind: by.kind, by: idOf(by), what },
      ...{ from: seal(ofActor, `${id} from`, from), about: seal(ofWhom, `${id} about`, told) },
    }
    for (let tries = 0; tries < maxTries; tries++) {
      const head = await store.loadAuditHead()
      const line = { seq: (head?.seq ?? 0) + 1, previous: head?.digest ?? firstPrevious, ...fixed }
      const row: AuditRow = { ...line, digest: digestLine(secret, line) }
      if (await store.addAuditRow(row)) {
        deps.onHead(row)
        return ok(undefined)
      }
      // Another copy was first.
      await sleep(Math.random() * Math.min(50, 2 * tries))
    }
    return err(appError('busy', { retryAfterMs: 1_000 }))
  }

  async function read(rows: readonly AuditRow[]): Promise<readonly AuditLine[]> {
    const keys = await store.loadAuditKeys(rows.flatMap(({ from, about }) => [from.key, about.key]))
    const byId = new Map(keys.map((key) => [key.id, key]))
    return rows.map((row) => buildLine(row, byId))
  }

  return {
    note: (entry) => turn.runExclusive(() => add(entry)),
    list: async ({ after, who, whom, what, order, limit, cursor }) => {
      const aboutKey = whom === undefined ? undefined : (await store.findAuditKey(whom))?.id
      // Nothing was ever noted of them, or they were erased.
      if (whom !== undefined && aboutKey === undefined) return ok({ lines: [] })
      const place = cursor ?? (after !== undefined && !isTime(after) ? after : undefined)
      const beyond = place === undefined ? undefined : await store.loadAuditRow(place)
      if (place !== undefined && beyond === undefined) {
        const field = cursor === undefined ? 'after' : 'cursor'
        return err(appError('request-invalid', { fields: { [`/querystring/${field}`]: 'must be one of this call' } }))
      }
      const rows = await store.loadAuditRows({
        ...(beyond === undefined ? {} : { beyondSeq: beyond.seq }),
        ...(after !== undefined && isTime(after) ? { sinceAt: Number(after) } : {}),
        ...(who === undefined ? {} : { by: who }),
        ...(aboutKey === undefined ? {} : { aboutKey }),
        ...(what === undefined ? {} : { what }),
        isNewestFirst: order === 'newest',
        limit: limit + 1,
      })
      const lines = await read(rows.slice(0, limit))
      const last = lines.at(-1)
      return ok({ lines, ...(rows.length > limit && last !== undefined ? { cursor: last.id } : {}) })
    },
    forget: (owner) => store.dropAuditKey(owner),
    loadHead: () => store.loadAuditHead(),
  }
}

const isTime = (after: string) => /^\d{1,15}$/.test(after)

function idOf(by: AuditBy): string {
  switch (by.kind) {
    case 'user':
      return by.user
    case 'token':
      return by.token
    case 'machine':
      return 'machine'
  }
}

/** Whose erasure takes the address along. */
function ownerOf(by: AuditBy): string {
  switch (by.kind) {
    case 'user':
      return by.user
    case 'token':
      return by.maker
    case 'machine':
      return nobody
  }
}

function buildLine(row: AuditRow, keys: ReadonlyMap<string, AuditKey>): AuditLine {
  const [actor, subject] = [keys.get(row.from.key), keys.get(row.about.key)]
  const from = actor && unseal(actor, `${row.id} from`, row.from)
  const about = aboutSchema.safeParse(subject && unseal(subject, `${row.id} about`, row.about)).data
  return {
    id: row.id,
    at: row.at,
    by: row.byKind === 'machine' ? { machine: true } : { [row.byKind]: row.by },
    from: typeof from === 'string' ? from : '',
    what: row.what,
    ...(about?.whom === undefined ? {} : { whom: about.whom }),
    ...(about?.detail === undefined ? {} : { detail: about.detail }),
    digest: row.digest,
  }
}
