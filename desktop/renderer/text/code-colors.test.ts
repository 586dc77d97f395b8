import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colorCode } from './code-colors.ts'

const tonesOf = (text: string, language: string) =>
  Object.fromEntries(colorCode(text, language).map((piece) => [piece.text.trim(), piece.tone]))
const whole = (text: string, language: string) =>
  colorCode(text, language)
    .map((piece) => piece.text)
    .join('')

describe('code in a message', () => {
  const code = "const berths = plan.berths.filter((b) => b.piles === 'sound')\n// 7 comes back when HAR-112 is closed"

  it.each(['js', 'TypeScript', ''])('has its words, strings and comments told apart, said to be %j', (language) => {
    expect(tonesOf(code, language)).toMatchObject({
      const: 'word',
      filter: 'word',
      "'sound'": 'string',
      '// 7 comes back when HAR-112 is closed': 'comment',
    })
  })

  it('shows what a change added and took away', () => {
    expect(tonesOf('+ new\n- old', 'diff')).toMatchObject({ '+ new': 'added', '- old': 'removed' })
  })

  it('stays in one colour where the language is unknown, none can be told, or it is very long', () => {
    expect(colorCode(code, 'klingon')).toEqual([{ text: code }])
    expect(colorCode('Bring the big thermos, please.', '')).toEqual([{ text: 'Bring the big thermos, please.' }])
    const long = 'const a = 1\n'.repeat(500)
    expect(colorCode(long, 'js')).toEqual([{ text: long }])
  })

  it('loses and adds no letter, whatever is written', () => {
    const language = fc.constantFrom('js', 'python', 'xml', 'bash', 'sql', 'css', 'diff', 'markdown', '', '__proto__')
    const snippet = fc.array(
      fc.constantFrom('<b>', '"', "'", '/*', '`${', '\\', '\n', '#!', 'class', '{', '\u202e', '😀'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          snippet.map((parts) => parts.join('')),
          fc.string({ unit: 'grapheme' }),
        ),
        language,
        (text, name) => {
          expect(whole(text, name)).toBe(text)
        },
      ),
    )
  })
})
