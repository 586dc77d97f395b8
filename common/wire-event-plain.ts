import { eventPattern, userPattern } from './ids.ts'
import { isWellFormedText } from './well-formed-text.ts'
import type { MemberEvent } from './wire-event.ts'

/**
 * Nearly all events are plain: known fields, each in order. Seeing that by hand costs a tenth of what the schema does, and
 * in a browser less still, where the schema may not compile itself. Whatever is not seen at once to be in order is for the
 * schema to judge: this must never take what it would refuse (wire-event-plain.test.ts), and need not take all it would.
 */
export function isPlainEvent(raw: object): raw is MemberEvent {
  const { kind } = raw as { readonly kind?: unknown }
  const shape = typeof kind === 'string' ? shapes.get(kind) : undefined
  if (shape === undefined) return false
  let required = 0
  for (const name in raw) {
    // In JSON each is a key of its own, `__proto__` too.
    const check = shape.get(name)
    if (check === undefined || !check.isInOrder((raw as Readonly<Record<string, unknown>>)[name])) return false
    if (check.isRequired) required++
  }
  return required === base.length + (requiredOf.get(kind as string)?.length ?? 0)
}

type Field = readonly [name: string, isInOrder: (value: unknown) => boolean]
type Check = { readonly isInOrder: Field[1]; readonly isRequired: boolean }

/** Surely within the limits; longer ones are counted by the schema. */
const shortUnits = 100_000
const shortEmojiUnits = 16
const someMentions = 100
const latestAt = 8.64e15

const isId = (value: unknown) => typeof value === 'string' && eventPattern.test(value)
const isFormat = (value: unknown) => value === 'plain' || value === 'markdown'
const isText = (value: unknown) => isWords(value, shortUnits)
const isMentions = (value: unknown) => Array.isArray(value) && value.length <= someMentions && value.every(isMention)

function isMention(value: unknown): boolean {
  return typeof value === 'string' && (value === 'room' || userPattern.test(value))
}

function isWords(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= most && isWellFormedText(value)
}

const base: readonly Field[] = [
  ['v', (value) => value === 1],
  ['kind', () => true],
  ['id', isId],
  ['at', (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= latestAt],
]
const message: Field = ['message', isId]
const text: Field = ['text', isText]
const format: Field = ['format', isFormat]
const mentions: Field = ['mentions', isMentions]
const emoji: Field = ['emoji', (value) => isWords(value, shortEmojiUnits)]

const requiredOf: ReadonlyMap<string, readonly Field[]> = new Map([
  ['message.posted', [text, format]],
  ['message.edited', [message, text]],
  ['message.removed', [message]],
  ['reaction.added', [message, emoji]],
  ['reaction.removed', [message, emoji]],
])
const optionalOf: ReadonlyMap<string, readonly Field[]> = new Map([
  ['message.posted', [['replyTo', isId], ['thread', isId], mentions]],
  ['message.edited', [format, mentions]],
])

const shapes: ReadonlyMap<string, ReadonlyMap<string, Check>> = new Map(
  [...requiredOf].map(([kind, required]) => [kind, buildShape(required, optionalOf.get(kind) ?? [])] as const),
)

function buildShape(required: readonly Field[], optional: readonly Field[]): ReadonlyMap<string, Check> {
  const check = (isRequired: boolean) => (field: Field) => [field[0], { isInOrder: field[1], isRequired }] as const
  return new Map([...[...base, ...required].map(check(true)), ...optional.map(check(false))])
}
