import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'
import { listAskedGrams, listGrams } from './search-grams.ts'
import { buildSnippet, listHitPlaces } from './search-snippet.ts'
import { hasAllWords, parseSearchWords } from './search-words.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
/** Letters and figures, also such as folding makes others of, between signs of any kind. */
const wordyText = fc
  .array(fc.oneof(fc.constantFrom(...'abz19É\u0301ßﬁ½Ａ '), fc.string({ unit: 'binary', maxLength: 2 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))

describe('texts as they are compared', () => {
  it.each([
    ['GRÜẞE Straße', 'grusse strasse'],
    ['Ἀθῆναι ΟΔΟΣ οδός', 'αθηναι οδοσ οδοσ'],
    ['ｶﾞ ガ が か', 'ガ ガ が か'.normalize('NFKD')],
    ['किताब', 'किताब'],
    ['น้ำ', 'น้ํา'],
    ['שָׁלוֹם', 'שלום'],
    ['a\u00adb\u200bc ❤️', 'abc ❤'],
    ['a \t\n  b', 'a b'],
    ['ﬁ ½ Å ﷺ', 'fi 1⁄2 a صلى الله عليه وسلم'],
  ])('%s is %s', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  it('are the same folded twice, and the ASCII way is the long way', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text))
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(foldText(text)).toBe(foldText(`${text}é`).slice(0, -1))
      }),
    )
  })

  it('have every gram that is asked of what is found in them', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (parts) => {
        const folded = foldText(parts.join(' '))
        const words = parseSearchWords(parts.at(-1) ?? '')
        if (!hasAllWords(folded, words)) return
        const grams = new Set(listGrams(folded))
        expect(listAskedGrams(words).filter((gram) => !grams.has(gram))).toEqual([])
      }),
    )
  })
})

describe('what is typed', () => {
  it.each([
    ['one TWO', ['one', 'two']],
    ['"one two" three', ['one two', 'three']],
    ['say "', ['say', '"']],
    ['""', ['""']],
    ['  ', []],
    ['c++ c++', ['c++']],
    ['a"b c"', ['a"b', 'c"']],
  ])('%s is %j', (typed, words) => {
    expect(parseSearchWords(typed)).toEqual(words)
  })
})

it('is read in one pass, however long somebody goes on behind a quote', () => {
  const words = parseSearchWords(`"${'ab '.repeat(40_000)}`)
  expect(words).toEqual(['"ab', 'ab'])
})

describe('a snippet', () => {
  const shown = (text: string, q: string) =>
    buildSnippet(text, parseSearchWords(q))
      .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
      .join('')

  it.each([
    ['I can take the piles.', 'pile take', 'I can [take] the [pile]s.'],
    ['Die Straße', 'strasse', 'Die [Straße]'],
    ['Die Straße', 'as', 'Die Str[aß]e'],
    ['Cafe\u0301 da', 'cafe', '[Cafe\u0301] da'],
    ['我在上海图书馆', '上海', '我在[上海]图书馆'],
    ['한국어', '국', '한[국]어'],
    ['ﬁne', 'i', '[ﬁ]ne'],
    ['one\n\n  two', '"one two"', '[one two]'],
    ['nothing of it', 'else', 'nothing of it'],
  ])('of %s for %s', (text, q, marked) => {
    expect(shown(text, q)).toBe(marked)
    const places = listHitPlaces(text, parseSearchWords(q)).map(([from, to]) => text.slice(from, to))
    expect(places.map((place) => place.replace(/\s+/gu, ' '))).toEqual(
      [...marked.matchAll(/\[(.*?)\]/gu)].map(([, hit]) => hit),
    )
  })

  it('begins a little before the first hit of a long text, wherever that is, and is short', () => {
    const text = `${'Wörter davor '.repeat(7_000)}here it is${' and on'.repeat(500)}`
    const snippet = buildSnippet(text, ['here'])
    expect(snippet.find(({ hit }) => hit)?.text).toBe('here')
    expect(snippet.map((part) => part.text).join('').length).toBeLessThan(260)
    expect(shown(text, 'here')).toMatch(/^Wörter|^davor/)
  })

  it.each([0, 3_000, 4_090, 4_093, 4_096, 5_118, 8_190, 60_000])('marks a hit that begins at %i', (at) => {
    for (const filling of ['ä', 'ﬀ', 'a  ', '𝐀']) {
      const before = filling
        .repeat(Math.ceil(at / filling.length))
        .slice(0, at)
        .toWellFormed()
      const snippet = buildSnippet(`${before}xyzzy${' and on'.repeat(500)}`, ['xyzzy'])
      expect([filling, snippet.find(({ hit }) => hit)?.text]).toEqual([filling, 'xyzzy'])
    }
  })

  it('looks through so much of a long text as it may, and shows its beginning then', () => {
    const text = `${'Wörter davor '.repeat(2_000)}here`
    expect(buildSnippet(text, ['here'], 2_000)[0]).toMatchObject({ hit: false, text: text.slice(0, 200) })
    expect(buildSnippet(text, ['davor'], 2_000)[1]).toEqual({ hit: true, text: 'davor' })
  })

  it('marks something wherever something is found', () => {
    fc.assert(
      fc.property(wordyText, fc.nat(), fc.nat(), (text, from, length) => {
        const word = foldText(text)
          .slice(from % 20, (from % 20) + 1 + (length % 5))
          .trim()
        if (/^[a-z0-9]+$/.test(word)) expect(buildSnippet(text, [word]).some(({ hit }) => hit)).toBe(true)
      }),
    )
  })
})
