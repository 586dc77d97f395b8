import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkCycles } from './cycle-check.ts'
import { checkDocPaths, checkDocReferences, checkDocSettings, checkStations } from './docs-check.ts'
import { checkElectron } from './electron-check.ts'
import { checkFiles } from './file-check.ts'
import { checkImports } from './import-check.ts'
import { checkPurity } from './purity-check.ts'
import { describeViolation, loadTree, type Violation } from './repo-tree.ts'
import { checkWords } from './words-check.ts'

// The house itself, held against its own rules. Whether the rules see anything at all is import-check.test.ts's to show.
const house = loadTree(fileURLToPath(new URL('../..', import.meta.url)))
const { violations, edges } = checkImports(house)

const expectNone = (found: readonly Violation[]) =>
  expect(found.length, `\n${found.map(describeViolation).join('\n')}\n`).toBe(0)

test('the tree that is judged is the repository', () => {
  expect(house.paths).toContain('common/rules/import-table.test.ts')
  expect(edges.length).toBeGreaterThan(10)
})

test('every file imports only what its area may', () => expectNone(violations))
test('no files import each other round in a circle', () => expectNone(checkCycles(edges)))
test('common has no clock, no randomness, no timers, no DOM and no Node', () => expectNone(checkPurity(house)))
test('files are named, sized and exported as the house wants it', () => expectNone(checkFiles(house)))
test('the shell stays shut', () => expectNone(checkElectron(house)))
test('each station of a message’s path is claimed once', () => expectNone(checkStations(house)))
test('every path that the documents name exists', () => expectNone(checkDocPaths(house)))
test('every setting that is read is described', () => expectNone(checkDocSettings(house)))
test('every document, section and test that is pointed to exists', () => expectNone(checkDocReferences(house)))
test('every key is said, what is said is a key, and no sentence stands in the code', () =>
  expectNone(checkWords(house)))
