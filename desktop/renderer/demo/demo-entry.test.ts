import { expect, test } from 'vitest'
import { demoHandle } from './demo-entry.ts'

test('an address of the demo brings in people of the demo, and nobody else', () => {
  expect(demoHandle('ben')).toBe('ben')
  for (const wanted of [null, '', 'root', 'Eva', 'eva ', '__proto__']) expect(demoHandle(wanted)).toBeUndefined()
})
