/** "Ana is typing…", told for up to two people by name. */
export function typingWords(names: readonly string[]): { readonly who: string; readonly does: string } | undefined {
  const [first, second] = names
  if (first === undefined) return undefined
  if (second === undefined) return { who: first, does: 'is typing…' }
  if (names.length === 2) return { who: `${first} and ${second}`, does: 'are typing…' }
  return { who: 'Several people', does: 'are typing…' }
}
