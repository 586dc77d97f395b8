import { expect, type Locator, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

/** Enter as it ends a composition: Safari says it afterwards, with this code only. */
const endComposition = (field: Locator) =>
  field.evaluate((element) => {
    const init = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }
    element.dispatchEvent(new KeyboardEvent('keydown', init))
  })

test('Enter that ends a composition goes nowhere and adds nobody; the next one does', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  await page.locator('[data-composer]').waitFor()
  await page.keyboard.press('Control+k')
  const find = page.getByRole('combobox')
  await find.fill('Weekend')
  await endComposition(find)
  await expect(find).toBeVisible()
  await expect(page).toHaveURL(new RegExp(harbour))
  await find.press('Enter')
  await expect(page.locator('[data-composer]')).toHaveAccessibleName('Message Weekend sailing')
  await page.getByRole('button', { name: 'New room' }).click()
  const people = page.getByLabel('People', { exact: true })
  await people.fill('ana')
  await endComposition(people)
  await expect(people).toHaveValue('ana')
  await expect(page.getByRole('list', { name: 'People to add' })).toHaveCount(0)
  await people.press('Enter')
  await expect(page.getByRole('list', { name: 'People to add' })).toContainText('Ana Lindqvist')
})
