import { expect, it } from 'vitest'
import type { SetAside } from '../store/archive-store.ts'
import { buildSetAsideReport, parseSetAsideWish } from './set-aside-report.ts'

const entry: SetAside = {
  shard: 3,
  seq: 41,
  subject: 'send.3.aaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb.event',
  reason: 'malformed',
  detail: 'kind \u001b[2Jis not known\u202e',
  storedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  body: new TextEncoder().encode('{"text":"\u001b]0;owned\u0007é"}'),
}

it('says so where nothing is set aside', () => {
  expect(buildSetAsideReport([], 0, { count: 20, bodies: false })).toEqual(['Nothing is set aside.'])
})

it('says how many there are and what each is about, without anybody’s words', () => {
  expect(buildSetAsideReport([entry], 7, { count: 1, bodies: false })).toEqual([
    '7 are set aside; the newest 1:',
    '2026-01-02T03:04:05.000Z  shard 3  seq 41  malformed  send.3.aaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb.event',
    '    kind \\u{1b}[2Jis not known\\u{202e}',
    '    35 bytes'.replace('35', String(entry.body.length)),
  ])
})

it('shows bodies on request, and lets no sequence through that a terminal obeys', () => {
  const report = buildSetAsideReport([entry], 1, { count: 20, bodies: true }).join('\n')
  expect(report).toContain('{"text":"\\u{1b}]0;owned\\u{7}\\u{e9}"}')
  expect(report).toMatch(/^[\x20-\x7e\n]*$/)
})

it.each([
  [[], { count: 20, bodies: false }],
  [['5'], { count: 5, bodies: false }],
  [['--bodies'], { count: 20, bodies: true }],
  [['5', '--bodies'], { count: 5, bodies: true }],
  [['0'], undefined],
  [['101'], undefined],
  [['all'], undefined],
  [['5', '6'], undefined],
])('reads %j as %j', (words, wish) => {
  expect(parseSetAsideWish(words)).toEqual(wish)
})
