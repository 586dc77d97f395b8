import type { AppUnderTest } from './client-browser.ts'
import { buildSpread, sayMs, saySpread } from './figures.ts'
import { keptRoom } from './kept-fill.ts'

const starts = 5
const mostSwitches = 40

/** From the page's own beginning; a new engine each time, the files from the browser's cache. */
export async function measureStart(app: AppUnderTest): Promise<string> {
  const taken: number[] = []
  for (let start = 0; start < starts; start++) {
    const { page, shownAfterMs } = await app.open()
    await page.close()
    taken.push(shownAfterMs)
  }
  return `${sayMs(taken[0] ?? Number.NaN)} ms the first, then ${saySpread(buildSpread(taken.slice(1)))}`
}

/** From the change of the address to the frame after the other room's messages stand. */
export async function measureSwitches(app: AppUnderTest, rooms: number) {
  const { page } = await app.open()
  const switches = Math.min(mostSwitches, rooms - 1)
  const measure = async () => {
    const taken: number[] = []
    for (let index = 1; index <= switches; index++) {
      taken.push(
        await page.evaluate(
          ({ room, ids }) =>
            new Promise<number>((done) => {
              const from = performance.now()
              location.hash = `#/room/${room}`
              const look = () => {
                if (document.querySelector(`[data-timeline] [data-message^="${ids}"]`) === null)
                  return requestAnimationFrame(look)
                return setTimeout(() => done(performance.now() - from))
              }
              requestAnimationFrame(look)
            }),
          { room: keptRoom(index), ids: `01jd${String(index).padStart(6, '0')}` },
        ),
      )
      // Somebody reads for a moment; what follows the switch is not the next one's.
      await page.evaluate(() => new Promise((done) => setTimeout(done, 100)))
    }
    return saySpread(buildSpread(taken))
  }
  const first = await measure()
  const again = await measure()
  await page.close()
  return { first, again }
}
