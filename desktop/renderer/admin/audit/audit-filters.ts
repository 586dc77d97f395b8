import type { AdminToken } from '../../../../common/http-contract/admin-contract.ts'
import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import type { PlainKey } from '../../../words/word-keys.ts'

/** What lines are about, by the beginning of their names; the empty one is all of it. */
export const auditKinds = {
  '': 'audit.kind-all',
  user: 'audit.kind-user',
  room: 'audit.kind-room',
  report: 'audit.kind-report',
  settings: 'audit.kind-settings',
  token: 'audit.kind-token',
  invite: 'audit.kind-invite',
  announcement: 'audit.kind-announcement',
  bot: 'audit.kind-bot',
  webhook: 'audit.kind-webhook',
} as const satisfies Readonly<Record<string, PlainKey>>
export type AuditKind = keyof typeof auditKinds

/** How far back, in days; 0 is all of it. */
export const auditSpans = [0, 1, 7, 30, 365] as const
const dayMs = 86_400_000

/** Midnight of the first day, so that the same choice asks the same question all day long. */
export function startOf(days: number, nowAt: number): string | undefined {
  if (days === 0) return undefined
  const from = new Date(nowAt - (days - 1) * dayMs)
  return String(new Date(from.getFullYear(), from.getMonth(), from.getDate()).getTime())
}

type Actor = { readonly id: string; readonly name: string }

/** Whoever may have acted: administrators, tokens, somebody at the machine, and who is asked for already. */
export function listActors(options: {
  readonly administrators: readonly { readonly id: string; readonly displayName: string }[]
  readonly tokens: readonly Pick<AdminToken, 'id' | 'name'>[]
  readonly machine: string
  readonly chosen: Actor | undefined
}): readonly Actor[] {
  const { administrators, tokens, machine, chosen } = options
  const all = [
    ...administrators.map(({ id, displayName }) => ({ id, name: displayName })),
    ...tokens.map(({ id, name }) => ({ id, name })),
    { id: 'machine', name: machine },
  ]
  return chosen === undefined || all.some(({ id }) => id === chosen.id) ? all : [chosen, ...all]
}

export function actorIdOf({ user, token, machine }: AuditLine['by']): string | undefined {
  return user ?? token ?? (machine ? 'machine' : undefined)
}
