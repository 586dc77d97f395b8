import { expect, test } from 'vitest'
import type { FileId } from '../../common/ids.ts'
import { buildFileEntryName } from './export-file-name.ts'

const id = 'ffffffffffffffff' as FileId
const nameOf = (name: string, mediaType: string) => buildFileEntryName(id, name, mediaType).replace(`files/${id}-`, '')

test.each([
  ['harbour.png', 'image/png', 'harbour.png'],
  ['harbour.JPG', 'image/jpeg', 'harbour.JPG'],
  // What shows is called so, whatever its sender calls it.
  ['harbour.html', 'image/png', 'harbour.html.png'],
  ['no-ending', 'image/gif', 'no-ending.gif'],
  ['report.pdf', 'application/pdf', 'report.pdf'],
  ['report', 'application/pdf', 'report.pdf'],
  ['table.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'table.xlsx'],
  ['notes.txt', 'text/plain', 'notes.txt'],
  // What could run shows its bytes as text.
  ['page.html', 'text/html', 'page.html.txt'],
  ['drawing.svg', 'image/svg+xml', 'drawing.svg.txt'],
  ['drawing.SVGZ', 'application/gzip', 'drawing.SVGZ.txt'],
  ['looks-harmless.doc', 'text/html', 'looks-harmless.doc.txt'],
  ['setup.exe', 'application/x-msdownload', 'setup.exe.txt'],
  ['go.desktop', 'application/octet-stream', 'go.desktop.txt'],
  ['not-a.png', 'application/octet-stream', 'not-a.png.txt'],
  ['not-a.pdf', 'application/octet-stream', 'not-a.pdf.txt'],
])('%s of %s is %s', (name, mediaType, expected) => {
  expect(nameOf(name, mediaType)).toBe(expected)
})

test('no name is a way, turns its direction, means something in an address, or is longer than a system takes', () => {
  for (const name of ['../../etc/passwd', '..\\..\\x', 'a\u202egnp.exe', 'a?b#c%2e', 'x\0y', 'CON', '...', '']) {
    expect(nameOf(name, 'application/octet-stream')).toMatch(/^[^/\\?#%&<>:"|*\p{Cc}\p{Cf}]+$/u)
  }
  for (const part of ['a', 'ü', '漢', '👩‍👩‍👧']) {
    const whole = buildFileEntryName(id, `${part.repeat(255)}.png`, 'image/png')
    expect(Buffer.byteLength(whole.replace('files/', ''))).toBeLessThanOrEqual(180)
    expect([whole.endsWith('.png'), whole.isWellFormed()]).toEqual([true, true])
  }
  const ending = `a.${'x'.repeat(300)}`
  expect(Buffer.byteLength(buildFileEntryName(id, ending, 'text/html'))).toBeLessThan(200)
})
