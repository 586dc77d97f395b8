import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AuditLine } from '../../../../common/http-contract/audit-contract.ts'
import type { Words } from '../../../words/words.ts'
import { sayEnglish, sayGerman } from '../../../words/words-testbed.ts'
import { auditDetail, auditSentence, hasSentence } from './audit-words.ts'

const [ana, ben, gone] = ['anaanaanaanaanaa', 'benbenbenbenbenb', 'gonegonegonegone']
const [pier, direct, token] = ['0.pierpierpierpier', '0.bothbothbothboth', 'tokentokentokent']
const names = {
  people: { [String(ana)]: 'Ana Lindqvist', [String(ben)]: 'Ben' },
  rooms: { [String(pier)]: 'Pier', [String(direct)]: undefined },
  tokens: { [String(token)]: 'Backups' },
}
const clock = { nowAt: Date.UTC(2026, 2, 5, 12), timeZone: 'UTC', isLocal: true, locale: 'en-GB' } as const
type Told = Partial<Omit<AuditLine, 'whom'>> & { readonly whom?: string | undefined }
const line = (what: string, more: Told = {}) =>
  ({ id: 'x', at: 0, from: '', digest: '', by: { user: ana }, what, ...more }) as AuditLine
const read = (say: Words, told: AuditLine) =>
  [auditSentence(say, told, names, (name) => name).join(''), ...auditDetail(say, told, clock)]
    .join(' | ')
    .replace(/[\u2066-\u2069]/g, '')

/** The server's own list of names, read as a text: no screen imports the server. */
const acts = [
  ...readFileSync(new URL('../../../../server/audit/audit-act.ts', import.meta.url), 'utf8').matchAll(
    /^ {2}'([a-z]+\.[a-z-]+)',$/gm,
  ),
].map(([, name]) => name ?? '')

describe('a line of the log is a sentence', () => {
  test('for every act that the server notes', () => {
    expect(acts.length).toBeGreaterThan(20)
    expect(acts.filter((act) => !hasSentence(act))).toEqual([])
  })

  test.each<[AuditLine, string]>([
    [line('user.suspended', { whom: ben, detail: { reason: 'Spam' } }), 'Ana Lindqvist suspended Ben | Spam'],
    [line('user.demoted', { whom: gone }), 'Ana Lindqvist took administration from somebody who is gone'],
    [
      line('user.deleted', { whom: ben, detail: { messages: 'erase' } }),
      'Ana Lindqvist deleted the account of Ben | What they wrote was erased as well',
    ],
    [line('room.deleted', { whom: pier }), 'Ana Lindqvist closed the room Pier'],
    [line('webhook.created', { whom: direct }), 'Ana Lindqvist made a webhook in a direct room'],
    [line('room.deleted', { whom: '0.nowherenowherenn' }), 'Ana Lindqvist closed a room that is gone'],
    [
      line('room.deleted', { whom: '0.nowherenowherenn', detail: { name: 'Old pier' } }),
      'Ana Lindqvist closed the room Old pier',
    ],
    [line('report.read', { by: { user: gone } }), 'Somebody who is gone read a report'],
    [line('stats.counted', { by: { machine: true } }), 'Somebody at the machine itself: stats.counted'],
    [
      line('token.created', { detail: { name: 'CI', scopes: ['stats', 'audit', 'of-later'], expiresInSec: 86_400 } }),
      'Ana Lindqvist made the token CI | Figures · Read the audit log | Ends after 1 day',
    ],
    [line('report.read', { by: { token } }), 'The token Backups read a report'],
    [line('report.read', { by: { token: 'x' } }), 'A token that is gone read a report'],
    [
      line('report.resolved', { detail: { actions: ['remove-message', 'warn'] } }),
      'Ana Lindqvist decided a report | removed the message and warned',
    ],
    [line('report.resolved', { detail: { actions: [] } }), 'Ana Lindqvist decided a report | Nothing was done'],
    [
      line('settings.changed', { detail: { retentionDays: 90, contacts: 'open', memberInvites: false, ofLater: 3 } }),
      'Ana Lindqvist changed the settings of the server | How long messages are kept: 90 days | Who may write to whom: All to all | Room links make accounts: Off',
    ],
    [
      line('room.changed', { whom: pier, detail: { retentionDays: null, memberCap: 20 } }),
      'Ana Lindqvist changed the room Pier | How long messages are kept: as the server is set | People in one room: 20',
    ],
    [
      line('invite.created', { detail: { uses: 5, expiresInSec: 3_600 } }),
      'Ana Lindqvist made an invitation to an account | For 5 people | Ends after 1 hour',
    ],
    [
      line('announcement.created', { detail: { text: 'Away', until: Date.UTC(2026, 2, 5, 18) } }),
      'Ana Lindqvist told everybody something | Away | Until 18:00',
    ],
    // Of whoever was erased nothing but what was done is left.
    [line('user.suspended'), 'Ana Lindqvist suspended somebody who is gone'],
    [
      line('settings.changed', { detail: JSON.parse('{"fileBytes":"x","__proto__":{}}') }),
      'Ana Lindqvist changed the settings of the server | Largest file: x',
    ],
  ])('%#', (told, sentence) => {
    expect(read(sayEnglish, told)).toBe(sentence)
  })

  test('in German too', () => {
    expect(read(sayGerman, line('user.promoted', { whom: ben }))).toBe('Ana Lindqvist hat Ben die Verwaltung gegeben')
    expect(read(sayGerman, line('settings.changed', { detail: { bots: 'everyone', retentionDays: null } }))).toBe(
      'Ana Lindqvist hat die Einstellungen des Servers geändert | Wer Bots anlegen darf: Alle | Wie lange Nachrichten bleiben: Für immer',
    )
  })
})
