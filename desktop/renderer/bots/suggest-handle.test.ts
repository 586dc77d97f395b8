import { expect, test } from 'vitest'
import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import { suggestHandle } from './suggest-handle.ts'

test('a name becomes a handle that may be had', () => {
  expect(suggestHandle('Tea bot')).toBe('tea-bot')
  expect(suggestHandle('  Über-Bot № 7! ')).toBe('uber-bot-no-7')
  expect(suggestHandle('чай')).toBe('')
  for (const name of ['Tea bot', `${'a'.repeat(31)} b c`, '--x--', 'İstanbul', '9']) {
    expect(handleSchema.safeParse(suggestHandle(name)).success, name).toBe(true)
  }
})
