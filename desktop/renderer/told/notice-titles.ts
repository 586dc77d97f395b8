import type { ModerationAction, PersonNotice } from '../../../common/http-contract/moderation-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import type { Words } from '../../words/words.ts'

const sentences = {
  'remove-message': 'told.was-removed',
  warn: 'told.was-warned',
  mute: 'told.was-muted',
  suspend: 'told.was-suspended',
} as const satisfies Record<ModerationAction, PlainKey>

/** What was done about me, a sentence each. */
export function noticeTitle(say: Words, { actions }: Pick<PersonNotice, 'actions'>): string {
  return actions.map((action) => say(sentences[action])).join(' ')
}
