import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import type { ModerationAction } from '../../../../common/http-contract/moderation-contract.ts'
import type { WordKey } from '../../../words/english-words.ts'
import type { Words } from '../../../words/words.ts'
import { spanOfSeconds } from '../../look/wording/span-words.ts'
import { untilWords } from '../../look/wording/time-words.ts'
import type { Clock } from '../../state/use-today.ts'
import { actionNames } from '../reports/moderation-words.ts'
import { isSetting, settingValueWords, settingWords } from '../settings/setting-words.ts'
import { isScope, scopesLine } from '../tokens/scope-words.ts'

/** What is known of whom a line names, by id. */
export type AuditNames = {
  readonly people: Readonly<Record<string, string>>
  /** Undefined where it is a direct one. */
  readonly rooms: Readonly<Record<string, string | undefined>>
  readonly tokens: Readonly<Record<string, string>>
}

/** The keys of sentences that may be about nobody, about somebody, and about a thing by its name. */
type SentenceKey = Extract<WordKey, `audit.${string}-${string}`>

const sentences = {
  'user.created': 'audit.user-created',
  'user.changed': 'audit.user-changed',
  'user.promoted': 'audit.user-promoted',
  'user.demoted': 'audit.user-demoted',
  'user.suspended': 'audit.user-suspended',
  'user.restored': 'audit.user-restored',
  'user.signed-out': 'audit.user-signed-out',
  'user.reset-code-made': 'audit.user-reset-code-made',
  'user.deleted': 'audit.user-deleted',
  'room.changed': 'audit.room-changed',
  'room.deleted': 'audit.room-deleted',
  'report.read': 'audit.report-read',
  'report.resolved': 'audit.report-resolved',
  'settings.changed': 'audit.settings-changed',
  'token.created': 'audit.token-created',
  'token.removed': 'audit.token-removed',
  'invite.created': 'audit.invite-created',
  'invite.removed': 'audit.invite-removed',
  'announcement.created': 'audit.announcement-created',
  'announcement.removed': 'audit.announcement-removed',
  'bot.created': 'audit.bot-created',
  'bot.removed': 'audit.bot-removed',
  'bot.credentials-issued': 'audit.bot-credentials-issued',
  'bot.key-revoked': 'audit.bot-key-revoked',
  'webhook.created': 'audit.webhook-created',
  'webhook.rotated': 'audit.webhook-rotated',
  'webhook.removed': 'audit.webhook-removed',
} as const satisfies Readonly<Record<string, SentenceKey>>

/** Whether a line of that name has a sentence of its own; one of a later server says its name instead. */
export function hasSentence(what: string): what is keyof typeof sentences {
  return Object.hasOwn(sentences, what)
}

/**
 * A line of the log as a sentence, in pieces: `mark` makes of a name, of whoever acted or whom it was done to, what the screen
 * shows of it.
 */
export function auditSentence<Node>(
  say: Words,
  line: AuditLine,
  names: AuditNames,
  mark: (name: string) => Node,
): (string | Node)[] {
  const values = {
    who: mark(actorWords(say, line.by, names)),
    whom: mark(subjectWords(say, line, names)),
    what: mark(textOf(line, 'name') ?? line.what),
  }
  const key = hasSentence(line.what) ? sentences[line.what] : 'audit.other-act'
  // What a message does not name it does not take.
  return say.parts<'audit.other-act', Node>(key as 'audit.other-act', values)
}

/** Who acted, by the name they have now. */
export function actorWords(say: Words, by: AuditLine['by'], names: AuditNames): string {
  if (by.user !== undefined) return names.people[by.user] ?? say('audit.gone-actor')
  if (by.token === undefined) return say('audit.machine')
  const name = names.tokens[by.token]
  return name === undefined ? say('audit.gone-token') : say('audit.token-named', { name })
}

function subjectWords(say: Words, line: AuditLine, { people, rooms }: AuditNames): string {
  const { what, whom = '' } = line
  if (!/^(room|webhook)\./.test(what)) return people[whom] ?? say('audit.gone-account')
  const isKnown = Object.hasOwn(rooms, whom)
  // What it was called is in the line where it is no more.
  const name = isKnown ? rooms[whom] : textOf(line, 'name')
  if (name !== undefined) return say('audit.room-named', { name })
  return say(isKnown ? 'audit.direct-room' : 'audit.gone-room')
}

/** What else the line says: reasons, values, what was decided. Nothing where the sentence is all. */
export function auditDetail(say: Words, line: AuditLine, clock: Clock): readonly string[] {
  const { detail = {} } = line
  switch (line.what) {
    case 'user.suspended':
    case 'user.restored':
      return [textOf(line, 'reason')].filter(isText)
    case 'user.deleted':
      return [say(detail.messages === 'erase' ? 'audit.erased-messages' : 'audit.kept-messages')]
    case 'report.resolved':
      return [decisionWords(say, detail.actions)]
    case 'settings.changed':
    case 'room.changed':
      return changedWords(say, detail, line.what === 'room.changed')
    case 'token.created':
      return [scopesWords(say, detail.scopes), lifeWords(say, detail.expiresInSec)]
    case 'invite.created':
      return inviteWords(say, detail)
    case 'announcement.created':
      return announcedWords(say, line, clock)
    default:
      return []
  }
}

function decisionWords(say: Words, actions: unknown): string {
  const done = listOf(actions).filter((one): one is ModerationAction => Object.hasOwn(actionNames, one))
  return done.length === 0 ? say('audit.did-nothing') : say.list(done.map((one) => say(actionNames[one])))
}

function changedWords(say: Words, detail: Readonly<Record<string, unknown>>, isOfRoom: boolean): readonly string[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (!isSetting(name)) return []
    const asServer = isOfRoom && value === null
    const said = asServer ? say('audit.as-server') : settingValueWords(say, name, value)
    return [say('audit.setting', { name: say(settingWords[name]), value: said })]
  })
}

function scopesWords(say: Words, scopes: unknown): string {
  return scopesLine(say, listOf(scopes).filter(isScope))
}

function lifeWords(say: Words, seconds: unknown): string {
  if (typeof seconds !== 'number') return say('audit.never-ends')
  return say('audit.ends-after', { span: spanOfSeconds(seconds, say.locale) })
}

function inviteWords(say: Words, { expiresInSec, uses }: Readonly<Record<string, unknown>>): readonly string[] {
  const count = typeof uses === 'number' ? [say('audit.for-uses', { count: uses })] : []
  const life = typeof expiresInSec === 'number' ? [lifeWords(say, expiresInSec)] : []
  return [...count, ...life]
}

function announcedWords(say: Words, line: AuditLine, clock: Clock): readonly string[] {
  const until = line.detail?.until
  const end = typeof until === 'number' ? [say('announcing.until', { time: untilWords(until, clock) })] : []
  return [textOf(line, 'text'), ...end].filter(isText)
}

function textOf({ detail }: AuditLine, name: string): string | undefined {
  const value = detail?.[name]
  return typeof value === 'string' ? value : undefined
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

const isText = (value: string | undefined): value is string => value !== undefined
