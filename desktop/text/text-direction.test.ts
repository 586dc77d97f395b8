import { expect, test } from 'vitest'
import { parseText } from './parse-text.ts'
import { directionOfTree } from './text-direction.ts'

test.each([
  ['שלום', 'rtl'],
  ['مرحبا Ana', 'rtl'],
  ['hello שלום', 'ltr'],
  ['@ana שלום', 'rtl'],
  ['https://example.com שלום', 'rtl'],
  ['`const a` שלום', 'rtl'],
  ['```js\nconst a = 1\n```\nשלום', 'rtl'],
  ['ana@b.example: שלום', 'rtl'],
  ['**שלום** hello', 'rtl'],
  ['- @ana שלום', 'rtl'],
  ['[שלום](https://a.example) hello', 'rtl'],
  ['12:30 😀 !', undefined],
  ['@ana', undefined],
  ['𞤀𞤁 hello', 'rtl'],
])('%j is written %s', (text, direction) => {
  expect(directionOfTree(parseText(text, 'markdown'))).toBe(direction)
})
