import type { WordKey } from './english-words.ts'
import type { Tag, Text } from './message-values.ts'
import type { WordArguments } from './word-arguments.ts'

type ArgumentsOf<Key extends WordKey> = Key extends keyof WordArguments ? WordArguments[Key] : never

/** Messages that are plain text: no tags. */
export type PlainKey = {
  [Key in WordKey]: Tag extends ArgumentsOf<Key>[keyof ArgumentsOf<Key>] ? never : Key
}[WordKey]

type PlainValues<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends Text ? string | number : Values[Name]
}

type RichValues<Values, Node> = {
  readonly [Name in keyof Values]: Values[Name] extends Tag
    ? (children: (string | Node)[]) => Node
    : Values[Name] extends Text
      ? string | number | Node
      : Values[Name]
}

/** What is given with a key: nothing where its message takes nothing. */
export type PlainGiven<Key extends WordKey> = [ArgumentsOf<Key>] extends [never]
  ? readonly []
  : readonly [values: PlainValues<ArgumentsOf<Key>>]

export type RichGiven<Key extends WordKey, Node> = [ArgumentsOf<Key>] extends [never]
  ? readonly []
  : readonly [values: RichValues<ArgumentsOf<Key>, Node>]
