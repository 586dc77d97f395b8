import { readFile } from 'node:fs/promises'

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = 'àƀçďéƒğĥíĵķĺɱñóþǫŕšţûṽŵẋýžÀƁÇĎÉƑĞĤÍĴĶĹṀÑÓÞǪŔŠŢÛṼŴẊÝŽ'

/**
 * English that nobody speaks: every letter accented, two fifths longer, in brackets. What shows no accents did not come
 * from the words, what lacks a bracket was cut, and what is too long here is too long in Finnish.
 */
export async function readPseudoWords(): Promise<Record<string, string>> {
  const english = JSON.parse(await readFile('desktop/words/en.json', 'utf8')) as Record<string, string>
  return Object.fromEntries(Object.entries(english).map(([key, message]) => [key, buildPseudo(message)]))
}

/** Arguments, tags and the heads of choices stay as they are: only what is read changes. */
export function buildPseudo(message: string): string {
  const letters = message.replace(/\{[^{}]*\}|<[^>]*>/g, '').length
  return `[${writeText(message, 0, false).text}${'~'.repeat(Math.ceil(letters * 0.4))}]`
}

type Written = { readonly text: string; readonly at: number }

function writeText(message: string, from: number, isNested: boolean): Written {
  let text = ''
  let at = from
  while (at < message.length) {
    const sign = message.charAt(at)
    if (isNested && sign === '}') return { text, at }
    if (sign === '{') {
      const argument = writeArgument(message, at)
      text += argument.text
      at = argument.at
    } else if (sign === '<') {
      const end = message.indexOf('>', at) + 1
      text += message.slice(at, end)
      at = end
    } else {
      text += plain.includes(sign) ? accented.charAt(plain.indexOf(sign)) : sign
      at += 1
    }
  }
  return { text, at }
}

/** `{name}` as it is; of `{count, plural, one {…} other {…}}` the words inside. */
function writeArgument(message: string, from: number): Written {
  let text = '{'
  let at = from + 1
  while (message.charAt(at) !== '}') {
    if (message.charAt(at) !== '{') {
      text += message.charAt(at)
      at += 1
      continue
    }
    const inside = writeText(message, at + 1, true)
    text += `{${inside.text}}`
    at = inside.at + 1
  }
  return { text: `${text}}`, at: at + 1 }
}
