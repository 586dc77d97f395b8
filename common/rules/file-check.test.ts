import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDocPaths, checkDocReferences, checkDocSettings, checkStations } from './docs-check.ts'
import { checkFiles } from './file-check.ts'
import { checkPurity } from './purity-check.ts'
import { loadTree } from './repo-tree.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'natter-rules-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Writes files to disk and loads them as the rules load the repository. */
function plant(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return loadTree(root)
}

const rulesOf = (files: Readonly<Record<string, string>>) => checkFiles(plant(files)).map(({ rule }) => rule)

test.each([
  ['an index file', { 'server/index.ts': '' }, 'no drawers'],
  ['a drawer', { 'server/text-utils.ts': '' }, 'no drawers'],
  ['a drawer folder', { 'server/shared/text.ts': '' }, 'no drawers'],
  ['a name in camel case', { 'server/roomService.ts': '' }, 'file names'],
  ['a component with an underscore', { 'desktop/renderer/Room_List.tsx': '' }, 'file names'],
  ['the same name twice', { 'server/a/x.ts': '', 'desktop/b/x.ts': '' }, 'a base name occurs once in the repository'],
  ['a default export', { 'server/x.ts': 'export default 1' }, 'no default exports (config files excepted)'],
  [
    'a default export by name',
    { 'server/x.ts': 'const a = 1\nexport { a as default }' },
    'no default exports (config files excepted)',
  ],
  ['a test rig in the product', { 'server/nats/nats-test-server.ts': '' }, 'no test code in the product'],
  ['a long file', { 'server/x.ts': 'a\n'.repeat(401) }, 'at most 400 lines'],
  ['a home folder', { 'scripts/x.mjs': `// ${['', 'home', 'ann', 'src'].join('/')}` }, 'nothing of one machine'],
  ['a registry', { 'x.yaml': `image: ${['registry', 'npmjs', 'org'].join('.')}/x` }, 'nothing of one machine'],
])('%s is caught', (_title, files, rule) => {
  expect(rulesOf(files)).toEqual([rule])
})

test('what is well named, small and exported by name passes, and ignored folders are not looked at', () => {
  expect(
    rulesOf({
      'server/room-store.ts': 'export const a = 1',
      'server/room-store.test.ts': '',
      'server/rigs/nats-test-server.ts': '',
      'server/outbox-store.indexeddb.ts': '',
      'server/long.ts': 'a\n'.repeat(400),
      'desktop/words/word-arguments.ts': 'a\n'.repeat(401),
      'desktop/renderer/RoomList.tsx': '',
      'desktop/renderer/tsconfig.json': '{}',
      'tsconfig.json': '{}',
      'vitest.config.ts': 'export default {}',
      'node_modules/x/index.js': 'export default 1',
      'build/index.ts': '',
    }),
  ).toEqual([])
})

test.each([
  'Date.now()',
  'new Date()',
  'Math.random()',
  'crypto.randomUUID()',
  'performance.now()',
  'setTimeout(() => {}, 1)',
  'document.title',
  'process.env',
  'Buffer.from("")',
  'globalThis.Date',
])('%s in common is caught', (expression) => {
  const found = checkPurity(plant({ 'common/x.ts': `export const a = () => ${expression}` }))
  expect(found.map(({ file }) => file)).toEqual(['common/x.ts:1'])
})

test('a date of a given time, a property and a local of the same name, tests and the rules are no impurity', () => {
  const clean =
    'export const f = (performance: number, at: number) => ({ window: performance, d: new Date(at), p: { process: 1 }.process })'
  expect(
    checkPurity(plant({ 'common/x.ts': clean, 'common/x.test.ts': 'Date.now()', 'common/rules/y.ts': 'Date.now()' })),
  ).toEqual([])
})

const station = (text: string) => `// Path of a message, station ${text}: …`

test('a station that is missing, claimed twice or beyond the last is caught', () => {
  const files: Record<string, string> = {}
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) files[`server/s${n}.ts`] = station(`${n} of 9`)
  expect(checkStations(plant(files))).toEqual([])
  expect(checkStations(plant({ 'server/again.ts': station('4 of 9') })).map(({ found }) => found)).toEqual([
    'station 4 is claimed by server/again.ts, server/s4.ts',
  ])
  expect(checkStations(plant({ 'server/again.ts': station('10 of 9'), 'server/s9.ts': '' }))).toHaveLength(2)
})

test('a path in the documents that does not exist is caught, with its line', () => {
  const readme = [
    'See `server/rooms/room-service.ts`, `server/{rooms,gone}`, `common/ids`, `npm start`, `send.<room>.<user>.event`',
    'and [the design](ARCHITECTURE.md) and `server/rooms/`.',
    'But `server/attic/x.ts` is no more.',
    '```',
    'server/not-looked-at.ts',
    '```',
  ].join('\n')
  const found = checkDocPaths(
    plant({
      'README.md': readme,
      'ARCHITECTURE.md': '',
      'docs/protocol.md': '',
      'docs/operate.md': '',
      'server/rooms/room-service.ts': '',
      'common/ids.ts': '',
    }),
  )
  expect(found.map((each) => `${each.file} ${each.found}`)).toEqual([
    'README.md:1 names server/gone',
    'README.md:3 names server/attic/x.ts',
  ])
})

test('a missing document is caught', () => {
  const found = checkDocPaths(plant({ 'README.md': '', 'docs/protocol.md': '' })).map(({ file }) => file)
  expect(found).toEqual(['ARCHITECTURE.md', 'docs/operate.md'])
})

test('a setting that no document describes is caught', () => {
  const found = checkDocSettings(
    plant({
      'README.md': '`NATTER_PORT_OF` and `NATTER_HOST`',
      'docs/operate.md': '`NATTER_PORT`',
      'server/server-config.ts': 'NATTER_PORT NATTER_HOST NATTER_SECRET',
      'scripts/running/start-config.mjs': 'NATTER_PORT',
      'server/x.ts': 'NATTER_NOT_READ_HERE',
    }),
  )
  expect(found.map((each) => `${each.file} ${each.found}`)).toEqual(['server/server-config.ts reads NATTER_SECRET'])
})

test('what points outside the repository, to a section or a test that is not there, is caught with its line', () => {
  const design = ['design', 'md'].join('.')
  const beside = ['..', 'shared', design].join('/')
  const found = checkDocReferences(
    plant({
      'README.md': 'See [the protocol](docs/protocol.md#two-words) and `server/a.test.ts` “holds what it says”.',
      'docs/protocol.md': '# Protocol\n\n## Two words\n\nSee operate.md and operate.md#backup, ../README.md.\n',
      'docs/operate.md': '## Restore\n\n`server/a.test.ts` “says something else”\n',
      'server/a.test.ts': `it('holds what it says', () => {}) // ${design}`,
      'server/b.ts': `// see docs/protocol.md#two-words, and\n// see ${design} §4, ${beside}\nconst a = 1 // as in c.ts and b.ts`,
    }),
  )
  expect(found.map((each) => `${each.file} ${each.found}`)).toEqual([
    'docs/operate.md:3 quotes a test that is not in server/a.test.ts',
    'docs/protocol.md:5 points to the section backup of docs/operate.md, which it has not',
    `server/b.ts:2 points to ${design}, which is not here`,
    `server/b.ts:2 points to ${beside}, which is not here`,
    'server/b.ts:3 speaks of c.ts, which is not here',
  ])
})
