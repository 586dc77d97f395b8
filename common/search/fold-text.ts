/**
 * How texts and what is looked for in them are compared, in the server's index and in what a client keeps alike: NFKD, marks
 * removed, full case folding (`ß` finds `ss`, `é` finds `e`), runs of white space as one space. What changes a word in its
 * script stays: the voicing of kana, vowel signs of Indic scripts, Thai and their kin. What nobody sees is not there.
 *
 * Changing what comes out here, or what an index keeps of a message beside it, makes every index stale: raise `foldVersion`
 * with it, and they are built anew.
 */
export const foldVersion = 2

/** Marks of scripts that are read without them, and those that any script may carry; not the two that voice kana. */
const droppedMarks =
  /(?=\p{M})(?![\u3099\u309a])[\p{sc=Zinh}\p{sc=Zyyy}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]/gu
/** Zero width, soft hyphens, directions, variation selectors. */
const unseen = /\p{DI}/gu
const space = /[\s\p{Z}]+/gu
const isPlain = /^[\x21-\x7e]*(?: [\x21-\x7e]+)* ?$/

export function foldText(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  return foldCase(text.normalize('NFKD').replace(unseen, '').replace(droppedMarks, '')).replace(space, ' ')
}

/**
 * Full case folding from the three mappings that there are: down first, since the capital ẞ has itself as its upper form,
 * up for what becomes several letters, and down again. The last sigma of a word is a sigma.
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}
