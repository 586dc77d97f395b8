import { expect, test } from 'vitest'
import { createSecret, digestOfSecret, isSecretOf } from './secret-digest.ts'

test('a secret is known again by its digest, and no other one is', () => {
  const [one, other] = [createSecret(), createSecret()]
  expect(one).toMatch(/^[\w-]{43}$/)
  expect(isSecretOf(one, digestOfSecret(one))).toBe(true)
  for (const given of [other, '', `${one} `]) expect(isSecretOf(given, digestOfSecret(one))).toBe(false)
  for (const kept of [undefined, '', 'short', one]) expect(isSecretOf(one, kept)).toBe(false)
  expect(isSecretOf('', undefined)).toBe(false)
})
