import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatTools, markOfKeys } from './format-tools.ts'

beforeEach(() => void vi.stubGlobal('navigator', { platform: 'Linux x86_64' }))
afterEach(() => void vi.unstubAllGlobals())

const held = { ctrlKey: true, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, code: string, more = {}) => ({ ...held, key, code, ...more })

test('every tool is written by the keys that it is shown with, and by no other tool’s', () => {
  const tools = formatTools.flat()
  const written = tools.map(({ keys }) => {
    const last = keys.split(' ').at(-1) ?? ''
    const code = /\d/.test(last) ? `Digit${last}` : `Key${last}`
    const shiftKey = keys.includes('Shift')
    // What Shift makes of a digit differs from keyboard to keyboard.
    return markOfKeys(press(shiftKey ? '§' : last.toLowerCase(), code, { shiftKey }), false)
  })
  expect(written).toEqual(tools.map(({ mark }) => mark))
})

test('other keys write nothing, and Mod I in an empty box is the panel’s', () => {
  expect(markOfKeys(press('b', 'KeyB', { ctrlKey: false }), false)).toBeUndefined()
  expect(markOfKeys(press('b', 'KeyB', { altKey: true }), false)).toBeUndefined()
  expect(markOfKeys(press('k', 'KeyK'), false)).toBeUndefined()
  expect(markOfKeys(press('i', 'KeyI'), true)).toBeUndefined()
  expect(markOfKeys(press('i', 'KeyI'), false)).toBe('emphasis')
})

test('on a Mac it is the command key', () => {
  vi.stubGlobal('navigator', { platform: 'MacIntel' })
  expect(markOfKeys(press('b', 'KeyB'), false)).toBeUndefined()
  expect(markOfKeys(press('b', 'KeyB', { ctrlKey: false, metaKey: true }), false)).toBe('strong')
})
