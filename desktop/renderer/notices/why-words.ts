import type { NotifyDecision, NotifyRule, RuleStep } from '../../settings/notify-rules.ts'
import type { Words } from '../../words/words.ts'
import { untilWords } from '../look/wording/time-words.ts'
import type { Clock } from '../state/use-today.ts'

export type WhyLine = {
  readonly rule: NotifyRule
  readonly title: string
  readonly words: string
  /** `decided`: this one had the last word. */
  readonly state: 'decided' | 'tell' | 'silent' | 'nothing'
}
type Told = { readonly room: string; readonly author: string; readonly clock: Clock }

/** Always asked about, so always shown; the others only where they have something to say. */
const alwaysShown: ReadonlySet<NotifyRule> = new Set(['default', 'quiet-hours'])

/** Each rule that was asked, in its order: what it said, and which one decided. */
export function whyLines(say: Words, decision: NotifyDecision, told: Told): readonly WhyLine[] {
  return decision.steps
    .filter(({ rule, says }) => says !== 'nothing' || alwaysShown.has(rule))
    .map((step) => ({
      rule: step.rule,
      title: titleOf(say, step, told),
      words: wordsOf(say, step, decision),
      state: step.rule === decision.decidedBy ? 'decided' : step.says,
    }))
}

function titleOf(say: Words, { rule, level, until }: RuleStep, { room, author, clock }: Told): string {
  switch (rule) {
    case 'default':
      return say('why.default')
    case 'room':
      return say(level === 'all' ? 'why.room-all' : level === 'none' ? 'why.room-none' : 'why.room-mentions', { room })
    case 'muted':
      return say('why.muted', { room, time: untilWords(until ?? 0, clock) })
    case 'quiet-now':
      return say('why.quiet-now', { time: untilWords(until ?? 0, clock) })
    case 'person':
      return say('why.person', { name: author })
    case 'blocked':
      return say('why.blocked', { name: author })
    case 'first-contact':
      return say('why.first-contact', { name: author })
    case 'read':
      return say('why.read')
    case 'on-screen':
      return say('why.on-screen')
    case 'quiet-hours':
      return say('why.quiet-hours')
    case 'presence':
      return say('why.presence')
  }
}

function wordsOf(say: Words, { rule, says, level }: RuleStep, decision: NotifyDecision): string {
  if (rule === decision.decidedBy) return `${reasonOf(say, level, decision)}${say('why.decided')}`
  // How it named me stays worth saying where something else decided.
  const named = says === 'tell' ? reasonOf(say, level, { ...decision, isTold: true }).trimEnd() : ''
  if (rule === 'default') return joined(levelSentence(say, level, says), named)
  if (rule === 'quiet-hours') return say(says === 'silent' ? 'why.quiet-then' : 'why.not-then')
  if (rule === 'person') return say('why.person-means')
  return joined(say(says === 'tell' ? 'why.would-tell' : 'why.would-not'), named)
}

const joined = (...sentences: readonly string[]) => sentences.filter((sentence) => sentence !== '').join(' ')

/** How the message named me, where that is why. */
function reasonOf(say: Words, level: RuleStep['level'], { named, isTold }: NotifyDecision): string {
  if (level === 'all' || level === undefined) return ''
  if (!isTold) return level === 'mentions' ? `${say('why.not-named')} ` : ''
  if (named?.by === 'word') return `${say('why.named-word', { word: named.word })} `
  return named === undefined ? '' : `${say(namedKeys[named.by])} `
}

const namedKeys = { name: 'why.named', room: 'why.named-room', here: 'why.named-here' } as const

function levelSentence(say: Words, level: RuleStep['level'], says: RuleStep['says']): string {
  const name = say(level === 'all' ? 'notices.all' : level === 'none' ? 'notices.none' : 'notices.mentions')
  return say(says === 'tell' ? 'why.level-told' : 'why.level-not', { level: name })
}
