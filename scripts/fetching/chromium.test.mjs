import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureHeadlessShell } from './chromium.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natter-chromium-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name) => {
  const path = join(folder, name)
  writeFileSync(path, '')
  return path
}

test('the headless one is taken where there are both, unless another is named', async () => {
  const named = put('chromium')
  const shell = put('chromium-headless-shell')
  expect(await ensureHeadlessShell({ PATH: folder })).toEqual({ path: shell })
  expect(await ensureHeadlessShell({ PATH: folder, NATTER_CHROMIUM: named })).toEqual({ path: named })
})

test('a browser that is named and not there is told of, not replaced', async () => {
  put('chromium-headless-shell')
  const named = join(folder, 'gone')
  expect(await ensureHeadlessShell({ PATH: folder, NATTER_CHROMIUM: named })).toEqual({
    skipped: `NATTER_CHROMIUM: there is no file ${named}`,
  })
})
