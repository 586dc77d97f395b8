const longest = 32

/** A handle from a name: "Tea bot" is "tea-bot". Empty where none of its letters may stand in one. */
export function suggestHandle(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.slice(0, longest).replace(/^-+|-+$/g, '')
}
