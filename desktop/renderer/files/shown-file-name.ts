/** Signs that turn the direction of what follows, and those that are not seen: a name ends in what it seems to end in. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu
/** What no system takes in a name, and what leads elsewhere. */
const unfit = /[<>:"|?*]/g
/** Of Windows, whatever stands behind the dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const mostCharacters = 180

/**
 * A file's name as it is shown, and as it is saved: one and the same, so that nobody saves what they did not see. Names are
 * their senders' to choose. `word`: what a file is called whose name says nothing.
 */
export function shownFileName(name: string, word: string): string {
  const last = name.replace(unseen, '').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(unfit, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .replace(reserved, '_$&')
  if (plain === '') return word
  const [stem, ending] = splitEnding(plain)
  const room = mostCharacters - ending.length
  // Whole signs: half of one is none.
  const characters = [...stem]
  return characters.length <= room ? plain : `${characters.slice(0, room - 1).join('')}…${ending}`
}

/** The ending with its dot. Where space is short it is the stem that gives way. */
export function splitEnding(name: string): readonly [stem: string, ending: string] {
  const found = /^(.+?)(\.[\p{L}\p{N}]{1,10})$/su.exec(name)
  return found === null ? [name, ''] : [found[1] ?? '', found[2] ?? '']
}
