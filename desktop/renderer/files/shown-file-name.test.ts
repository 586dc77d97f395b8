import { expect, test } from 'vitest'
import { shownFileName, splitEnding } from './shown-file-name.ts'

const shown = (name: string) => shownFileName(name, 'File')

test.each([
  ['plan.pdf', 'plan.pdf'],
  ['Übersicht März.xlsx', 'Übersicht März.xlsx'],
  ['مخطط.pdf', 'مخطط.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\system.ini', 'system.ini'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u2066b\u2069\u200f.txt', 'ab.txt'],
  ['line\nbreak\u0000.txt', 'linebreak.txt'],
  ['.bashrc', 'bashrc'],
  ['CON', '_CON'],
  ['com1.txt', '_com1.txt'],
  ['console.txt', 'console.txt'],
  ['what?.txt', 'what_.txt'],
  ['ends in dots. . .', 'ends in dots'],
  ['..', 'File'],
  ['\u200b', 'File'],
  ['dir/', 'File'],
])('%j is shown and saved as %j', (name, plain) => {
  expect(shown(name)).toBe(plain)
})

test('of a name that is very long the middle goes, and its ending stays', () => {
  const long = shown(`${'😀'.repeat(250)}.tar.gz`)
  expect([...long].length).toBeLessThanOrEqual(180)
  expect(long).toMatch(/^😀+….gz$/u)
})

test.each([
  ['plan.v3.pdf', 'plan.v3', '.pdf'],
  ['README', 'README', ''],
  ['a.verylongending', 'a.verylongending', ''],
])('%s ends in what it is', (name, stem, ending) => {
  expect(splitEnding(name)).toEqual([stem, ending])
})
