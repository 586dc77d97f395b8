import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { prepareAnswer, prepareRefusal, showFixture } from './show-fixture.ts'

const { full, harbour, offline } = fixtures
const measured = { files: 214, bytes: 1_840_000_000 }

/** A room as files to keep: asked for, under way, and where it cannot be. */
export const exportViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a room to export': (page) => openExport(page, full),
  'some days to export': async (page) => {
    await openExport(page, full)
    await page.getByRole('radio', { name: 'Some days' }).click()
    await page.getByRole('dialog').getByLabel('From').fill('2026-09-02')
    await page.getByRole('dialog').getByLabel('Until').fill('2026-09-01')
  },
  'an export under way': (page) =>
    openExport(page, { ...full, notes: { export: { kind: 'export', bytes: 18_400_000, room: harbour } } }),
  'an export that broke off': async (page) => {
    await openExport(page, full)
    await prepareRefusal(page, 'export-room', { code: 'network-unreachable' })
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('alert').waitFor()
  },
  'an export without the server': (page) => openExport(page, offline),
}

export async function openExport(page: Page, state: EngineState): Promise<void> {
  await showFixture(page, state, `#/room/${harbour}`)
  await prepareAnswer(page, 'measure-export', { patch: {}, value: measured })
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('dialog').waitFor()
}
