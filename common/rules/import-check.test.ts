import { expect, test } from 'vitest'
import { checkCycles } from './cycle-check.ts'
import { checkImports } from './import-check.ts'
import type { RepoTree } from './repo-tree.ts'

/** A made-up tree: what is not named in it does not exist. */
function buildTree(files: Readonly<Record<string, string>>): RepoTree {
  return { paths: Object.keys(files), read: (path) => files[path] ?? '' }
}

const importsOf = (files: Readonly<Record<string, string>>) =>
  checkImports(buildTree(files)).violations.map(({ file, found }) => `${file} ${found}`)

const target = {
  'desktop/engine/wire/x.ts': '',
  'common/ids.ts': '',
  'server/build-app.ts': '',
  'server/rooms/room-service.ts': '',
  'server/streams/event-stream.ts': '',
  'server/store/store-port.ts': '',
  'server/store/mongo/mongo-store.ts': '',
  'server/rigs/test-server.ts': '',
  'desktop/engine-contract.ts': '',
  'desktop/engine/outbox/outbox.ts': '',
  'desktop/renderer/commands.ts': '',
  'desktop/renderer/state/selectors.ts': '',
  'desktop/main/window.ts': '',
}

test.each([
  ['common reaching out', 'common/x.ts', "import '../server/build-app.ts'"],
  ['common with a package', 'common/x.ts', "import { readFileSync } from 'node:fs'"],
  ['desktop reaching into the server', 'desktop/engine/x.ts', "import '../../server/build-app.ts'"],
  ['the server reaching into the desktop', 'server/x.ts', "import '../desktop/engine-contract.ts'"],
  ['a type-only import across a wall', 'server/x.ts', "import type { A } from '../desktop/engine-contract.ts'"],
  ['a type written as import()', 'server/x.ts', "type A = import('../desktop/engine-contract.ts').A"],
  ['a re-export across a wall', 'server/x.ts', "export * from '../desktop/engine-contract.ts'"],
  ['a dynamic import across a wall', 'server/x.ts', "await import('../desktop/engine-contract.ts')"],
  ['a domain reaching into another', 'server/files/x.ts', "import '../rooms/room-service.ts'"],
  ['a domain reaching into an adapter', 'server/files/x.ts', "import '../store/mongo/mongo-store.ts'"],
  ['a domain reaching up to build-app', 'server/files/x.ts', "import '../build-app.ts'"],
  ['the store reaching into a domain', 'server/store/x.ts', "import '../rooms/room-service.ts'"],
  ['the product reaching into a test rig', 'server/x.ts', "import './rigs/test-server.ts'"],
  ['a screen reaching into the engine', 'desktop/renderer/rooms/X.tsx', "import '../../engine/outbox/outbox.ts'"],
  ['a screen reaching past state', 'desktop/renderer/rooms/X.tsx', "import { A } from '../../engine-contract.ts'"],
  ['the engine reaching into a screen', 'desktop/engine/x.ts', "import '../renderer/commands.ts'"],
  ['mongodb outside its adapter', 'server/history/x.ts', "import type { Db } from 'mongodb'"],
  ['libsql outside its adapter', 'server/store/mongo/x.ts', "import 'libsql'"],
  ['NATS in a domain', 'server/rooms/x.ts', "import type { Msg } from 'nats.ws'"],
  ['NATS in the outbox', 'desktop/engine/outbox/x.ts', "import { wsconnect } from 'nats.ws'"],
  ['electron in the engine', 'desktop/engine/x.ts', "import type { App } from 'electron'"],
  ['electron as a value in main', 'desktop/main/x.ts', "import { app } from 'electron'"],
  ['Node in the engine', 'desktop/engine/x.ts', "import 'node:fs'"],
  ['a test that crosses the house', 'server/x.test.ts', "import '../desktop/engine-contract.ts'"],
  ['a file without an area', 'attic/x.ts', ''],
  ['a file that is not there', 'server/x.ts', "import './gone.ts'"],
  ['a path without its extension', 'server/x.ts', "import './build-app'"],
  ['a computed import', 'server/x.ts', 'const name = "./a.ts"; await import(name)'],
  ['broken syntax', 'server/x.ts', 'import {'],
])('%s is caught', (_title, file, text) => {
  expect(importsOf({ ...target, [file]: text })).toHaveLength(1)
})

test.each([
  ['server/rooms/x.ts', "import '../../common/ids.ts'; import '../store/store-port.ts'; import './room-service.ts'"],
  ['server/build-app.ts', "import './rooms/room-service.ts'; import './store/mongo/mongo-store.ts'; import 'fastify'"],
  ['server/store/mongo/x.ts', "import { MongoClient } from 'mongodb'; import '../store-port.ts'"],
  ['server/streams/x.ts', "import { jetstream } from '@nats-io/jetstream'"],
  ['desktop/engine/wire/x.ts', "import { wsconnect } from 'nats.ws'"],
  ['desktop/main/x.ts', "import type { BrowserWindow } from 'electron'; import { join } from 'node:path'"],
  ['desktop/main/electron/x.ts', "import { app } from 'electron'; import '../window.ts'"],
  [
    'desktop/renderer/rooms/X.tsx',
    "import '../commands.ts'; import '../state/selectors.ts'; import { useId } from 'react'",
  ],
  ['server/rooms/x.test.ts', "import { test } from 'vitest'; import '../build-app.ts'"],
  ['desktop/renderer/state/x.ts', "import address from '../../engine/wire/x.ts?sharedworker&url'"],
  ['desktop/e2e/shell/load-main.ts', "await import('built?start=' + 1)"],
])('what %s may import passes', (file, text) => {
  expect(importsOf({ ...target, [file]: text })).toEqual([])
})

test('a violation tells the line, the rule and what to do', () => {
  const { violations } = checkImports(buildTree({ ...target, 'common/x.ts': "\n\nimport '../server/build-app.ts'" }))
  expect(violations[0]).toMatchObject({
    file: 'common/x.ts:3',
    rule: 'common may import nothing but itself',
    found: 'imports server/build-app.ts, which belongs to server',
  })
  expect(violations[0]?.remedy).not.toBe('')
})

test('a cycle is caught once, with the way round, though one link is only a type', () => {
  const { violations, edges } = checkImports(
    buildTree({
      'common/a.ts': "import './b.ts'",
      'common/b.ts': "import type { C } from './c.ts'",
      'common/c.ts': "export { a } from './a.ts'",
      'common/d.ts': "import './a.ts'",
    }),
  )
  expect(violations).toEqual([])
  expect(checkCycles(edges).map(({ found }) => found)).toEqual([
    'imports itself: common/a.ts → common/b.ts → common/c.ts → common/a.ts',
  ])
})
