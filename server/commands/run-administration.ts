import { randomUUID } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import { displayNameSchema, typedHandleSchema } from '../../common/http-contract/account-contract.ts'
import { adminScopeSchema } from '../../common/http-contract/admin-contract.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildCodeBook } from '../accounts/code-book.ts'
import { createPasswordHasher } from '../accounts/password-hasher.ts'
import { isReservedHandle } from '../accounts/reserved-handles.ts'
import { buildAdminTokens } from '../admin/admin-tokens.ts'
import { administers } from '../admin/administrator-rights.ts'
import { buildUserAdministration } from '../admin/user-administration.ts'
import type { AuditAct } from '../audit/audit-act.ts'
import { keepAuditHead } from '../audit/audit-head-file.ts'
import { type AuditEntry, createAuditLog } from '../audit/audit-log.ts'
import { buildBotLedger } from '../bots/bot-ledger.ts'
import { buildCredentialRevoker, buildCutOff, withBots } from '../credentials/credential-revoker.ts'
import { buildRestingHandles } from '../departures/resting-handles.ts'
import { openErasureList } from '../erasures/erasure-list.ts'
import { withNotedEnds } from '../erasures/noted-devices.ts'
import { ensureServerSecrets } from '../secrets/server-secrets.ts'
import type { ServerConfig } from '../server-config.ts'
import type { UserRow } from '../store/account-store.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'

/**
 * Administration by whoever is at the machine, on the store itself, with a server running or not: for when nobody can sign in. What
 * is done is the same code as behind the API, its line in the audit log says that it was the machine, and what cuts somebody off
 * stands in the store until a server has the broker do it: within seconds where one runs, or as soon as one is started.
 */
export const machineCommands = ['users', 'make-admin', 'suspend', 'restore', 'sign-out', 'reset-code', 'token'] as const
export type MachineCommand = (typeof machineCommands)[number]

export async function runAdministration(
  config: Pick<ServerConfig, 'dataDir' | 'keysDir' | 'mongodbUrl' | 'passwordMebibytes'>,
  [command, ...words]: readonly [MachineCommand, ...string[]],
): Promise<Result<readonly string[]>> {
  const { dataDir, mongodbUrl } = config
  const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  try {
    return await buildMachine(config, store)[command](words)
  } finally {
    await store.close()
  }
}

function buildMachine(config: Pick<ServerConfig, 'dataDir' | 'keysDir' | 'passwordMebibytes'>, opened: Store) {
  const { dataDir, keysDir, passwordMebibytes: mebibytes } = config
  const now = Date.now
  const onFault = (fault: unknown) => console.error(fault)
  const store = { ...opened, devices: withNotedEnds(opened.devices, openErasureList(dataDir, onFault)) }
  const { auditSecret } = ensureServerSecrets(keysDir)
  const onHead = keepAuditHead(dataDir, auditSecret, onFault)
  const audit = createAuditLog({ store: store.audit, secret: auditSecret, now, onHead })
  // No broker is asked: what is noted is brought to it by the server.
  const away = { pushClaims: async () => err(appError('nats-unavailable')), confirmCuts: async () => false }
  const ledger = buildBotLedger(store.records, now)
  const revoker = withBots(buildCredentialRevoker(store.credentials, store.cuts, away), ledger.listOf)
  const codes = buildCodeBook(store.records, now)
  const resting = buildRestingHandles(store.records, now)
  const people = buildUserAdministration({
    ...{ store, now },
    cutOff: buildCutOff(store.devices, revoker, now),
    hash: createPasswordHasher({ atOnce: 1, waiting: 1, mebibytes }).hash,
    isHeld: async (handle) => isReservedHandle(handle) || (await resting.isResting(handle)),
    askProof: async () => undefined,
    holder: `machine-${randomUUID()}`,
  })
  const tokens = buildAdminTokens({
    records: store.records,
    loadUsers: store.accounts.loadUsers,
    now,
  })
  const note = (what: AuditAct, about: Pick<AuditEntry, 'whom' | 'detail'>) =>
    audit.note({ by: { kind: 'machine' }, from: 'machine', what, ...about })

  async function find(handle: string | undefined): Promise<Result<UserRow>> {
    const wanted = typedHandleSchema.safeParse(handle?.replace(/^@/, ''))
    const user = wanted.success ? await store.accounts.loadUserByHandle(wanted.data) : undefined
    const isThere = user !== undefined && user.profile?.deletedAt === undefined && user.profile?.botOf === undefined
    return isThere ? ok(user) : err(appError('user-unknown', { detail: `Nobody here has the handle ${handle ?? ''}.` }))
  }
  /** What is to be done is judged, noted, and done. */
  async function change(
    handle: string | undefined,
    wanted: { readonly admin?: boolean; readonly suspended?: boolean; readonly reason?: string },
    what: AuditAct,
  ): Promise<Result<UserRow>> {
    const found = await find(handle)
    if (!found.ok) return found
    const may = await people.judgeChange(found.value, wanted)
    if (!may.ok) return may
    const { reason } = wanted
    const noted = await note(what, { whom: found.value.id, detail: reason === undefined ? {} : { reason } })
    return noted.ok ? people.change(found.value.id, wanted) : noted
  }
  async function makeCode({ id, handle }: UserRow): Promise<Result<readonly string[]>> {
    const made = await codes.make(id, 'reset')
    if (!made.ok) return made
    const until = new Date(made.value.expiresAt).toISOString()
    return ok([`Code for a new password of ${handle}, good once and until ${until}:`, made.value.code])
  }

  return {
    users: async () => {
      const lines: string[] = []
      for (let after: { at: number; id: string } | undefined; ; ) {
        const page = await store.accounts.loadUserPage(after, 1_000)
        for (const user of page) {
          if (user.profile?.deletedAt !== undefined || user.profile?.botOf !== undefined) continue
          const marks = [user.admin && 'administrator', user.suspendedAt !== undefined && 'suspended'].filter(Boolean)
          lines.push(JSON.stringify([user.handle, user.displayName, user.id, ...marks]))
        }
        const last = page.at(-1)
        if (page.length < 1_000 || last === undefined) return ok(lines)
        after = { at: last.createdAt, id: last.id }
      }
    },
    'make-admin': async ([handle, ...name]) => {
      const standing = await find(handle)
      if (standing.ok) {
        await store.accounts.claimFirstAdmin(standing.value.id)
        const changed = await change(handle, { admin: true }, 'user.promoted')
        return changed.ok ? ok([`${changed.value.handle} is an administrator.`]) : changed
      }
      const wanted = typedHandleSchema.safeParse(handle)
      const displayName = displayNameSchema.safeParse(name.length === 0 ? handle : name.join(' '))
      if (!wanted.success || !displayName.success) return standing
      const body = { handle: wanted.data, displayName: displayName.data }
      const may = await people.judgeNew(body)
      if (!may.ok) return may
      const noted = await note('user.created', { detail: { handle: body.handle } })
      const made = noted.ok ? await people.create(body) : noted
      if (!made.ok) return made
      // Or whoever signs up next would be the first one, and administer too.
      await store.accounts.claimFirstAdmin(made.value.id)
      const promoted = await change(made.value.handle, { admin: true }, 'user.promoted')
      return promoted.ok ? makeCode(made.value) : promoted
    },
    suspend: async ([handle, ...reason]) => {
      if (reason.length === 0)
        return err(appError('request-invalid', { detail: 'Why? They read it: suspend HANDLE REASON.' }))
      const changed = await change(
        handle,
        { suspended: true, reason: reason.join(' ').slice(0, 500) },
        'user.suspended',
      )
      return changed.ok ? ok([`${changed.value.handle} is suspended.`]) : changed
    },
    restore: async ([handle]) => {
      const changed = await change(handle, { suspended: false }, 'user.restored')
      return changed.ok ? ok([`${changed.value.handle} is suspended no more.`]) : changed
    },
    'sign-out': async ([handle]) => {
      const found = await find(handle)
      if (!found.ok) return found
      const noted = await note('user.signed-out', { whom: found.value.id })
      const done = noted.ok ? await people.signOut(found.value.id) : noted
      return done.ok ? ok([`${found.value.handle} is signed out everywhere.`]) : done
    },
    'reset-code': async ([handle]) => {
      const found = await find(handle)
      if (!found.ok) return found
      const noted = await note('user.reset-code-made', { whom: found.value.id })
      return noted.ok ? makeCode(found.value) : noted
    },
    token: async ([handle, name, ...scopes]) => {
      const found = await find(handle)
      if (!found.ok) return found
      if (!administers(found.value))
        return err(appError('admin-required', { detail: `${handle} is no administrator.` }))
      const wanted = scopes.flatMap((one) => adminScopeSchema.safeParse(one).data ?? [])
      if (name === undefined || wanted.length === 0 || wanted.length < scopes.length) {
        const known = adminScopeSchema.options.join(', ')
        return err(appError('request-invalid', { detail: `token HANDLE NAME SCOPE …; scopes are ${known}.` }))
      }
      const noted = await note('token.created', { detail: { name, scopes: wanted } })
      const by = { kind: 'user', user: found.value.id } as const
      const made = noted.ok ? await tokens.create(by, { name, scopes: [...new Set(wanted)] }) : noted
      return made.ok ? ok([`Token ${made.value.id}, told this once:`, made.value.token ?? '']) : made
    },
  } satisfies Record<MachineCommand, (words: readonly string[]) => Promise<Result<readonly string[]>>>
}
