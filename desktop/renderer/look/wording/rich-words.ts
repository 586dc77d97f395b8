import { createElement, Fragment, type ReactNode } from 'react'
import type { WordKey } from '../../../words/english-words.ts'
import type { RichGiven } from '../../../words/word-keys.ts'
import type { Words } from '../../../words/words.ts'

/**
 * A message with tags, or with something other than text in it, as one node. Text that is given, a name say, stands in a
 * `<bdi>`: whatever direction it is written in, the words around it keep theirs.
 */
export function richWords<Key extends WordKey>(say: Words, key: Key, ...given: RichGiven<Key, ReactNode>): ReactNode {
  const [values] = given as readonly [Readonly<Record<string, unknown>>?]
  const isolated = Object.entries(values ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? createElement('bdi', { key: name }, value) : value,
  ])
  const parts = say.parts<Key, ReactNode>(key, ...([Object.fromEntries(isolated)] as unknown as typeof given))
  return createElement(Fragment, null, ...parts)
}
