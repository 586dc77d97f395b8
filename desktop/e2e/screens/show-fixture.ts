import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppError } from '../../../common/app-error.ts'
import type { EngineCommand } from '../../engine-command.ts'
import type { EngineState, KeyedSlices, SingleSlices } from '../../engine-contract.ts'
import { serveFixture } from './fixture-server.ts'
import { nowAt } from './fixture-state.ts'

/** Slices that change: values as they are then, entries that are put, or taken away by `null`. */
export type FixturePatch = Partial<
  SingleSlices & { readonly [Slice in keyof KeyedSlices]: Readonly<Record<string, KeyedSlices[Slice] | null>> }
>

export const shotFolder = process.env.NATTER_SHOTS ?? join(tmpdir(), 'shots')

/** Opens the built app (NATTER_WEB, else build/web) with a state in place of its engine. */
export async function showFixture(
  page: Page,
  state: EngineState,
  hash = '',
  german?: Readonly<Record<string, string>>,
): Promise<void> {
  await page.clock.setFixedTime(nowAt)
  await showInRealTime(page, state, hash, german)
}

/** The same by the browser's own clock: with a fixed one, frames are timers, and what is measured in one was never painted. */
export async function showInRealTime(
  page: Page,
  state: EngineState,
  hash = '',
  german?: Readonly<Record<string, string>>,
): Promise<void> {
  const served = await serveFixture(process.env.NATTER_WEB ?? 'build/web', state, german)
  page.on('close', served.close)
  page.on('console', (line) => line.type() === 'error' && console.log(line.text()))
  page.on('pageerror', (error) => console.log(error))
  await page.goto(`${served.origin}/${hash}`)
  await page.evaluate(() => document.fonts.ready)
  // What is said before the worker listens is lost.
  await prepare(page, { isHeard: true })
}

/** The commands of one kind that the screens give from now on. */
export async function watchCommands(page: Page, kind: EngineCommand['kind']): Promise<() => Promise<EngineCommand[]>> {
  const heard = await page.evaluateHandle((wanted) => {
    const commands: { kind: string }[] = []
    new BroadcastChannel('asked').onmessage = ({ data }) => data.kind === wanted && commands.push(data)
    return commands
  }, kind)
  return () => heard.jsonValue() as Promise<EngineCommand[]>
}

/** What the engine would say and then answer, once it is given a command of that kind. */
export async function prepareAnswer(
  page: Page,
  answerTo: EngineCommand['kind'],
  answer: { readonly patch: FixturePatch; readonly value?: unknown; readonly error?: AppError },
): Promise<void> {
  await prepare(page, { answerTo, ...answer })
}

/** The same with a file, which cannot be written into a worker's text: it is made in the page. */
export async function prepareFile(page: Page, answerTo: EngineCommand['kind'], file: string): Promise<void> {
  await prepare(page, { answerTo, file })
}

/** The engine does not do what it is told by commands of that kind. */
export async function prepareRefusal(page: Page, answerTo: EngineCommand['kind'], error: AppError): Promise<void> {
  await prepare(page, { answerTo, error })
}

/** The engine takes its time with commands of that kind: until what comes back is called. */
export async function holdAnswers(page: Page, kind: EngineCommand['kind']): Promise<() => Promise<void>> {
  await prepare(page, { hold: kind })
  return () => page.evaluate((release) => new BroadcastChannel('fixture').postMessage({ release }), kind)
}

/** A command goes another way than this does and could overtake it, so it waits until this has arrived. */
async function prepare(
  page: Page,
  prepared:
    | { readonly answerTo: string; readonly error?: AppError; readonly file?: string }
    | { readonly hold: string }
    | { readonly isHeard: true },
): Promise<void> {
  await page.evaluate(
    (data) =>
      new Promise<void>((done) => {
        const file = 'file' in data && data.file !== undefined ? { patch: {}, value: new Blob([data.file]) } : {}
        const say = () => new BroadcastChannel('fixture').postMessage({ ...data, ...file })
        // The worker may only just begin.
        const again = setInterval(say, 100)
        new BroadcastChannel('prepared').onmessage = () => {
          clearInterval(again)
          done()
        }
        say()
      }),
    prepared,
  )
}

/** What the engine would say next. */
export async function patchFixture(page: Page, patch: FixturePatch): Promise<void> {
  await page.evaluate((data) => new BroadcastChannel('fixture').postMessage(data), patch)
}
