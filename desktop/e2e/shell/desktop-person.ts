import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { natterUrl } from '../natter-under-test.ts'
import { fillSignUp } from '../people-in-browsers.ts'
import { buildKeychain, type Sessions, type StandIn, type StandInOptions, startStandIn } from './electron-stand-in.ts'

const running: StandIn[] = []
const disks: Sessions[] = []
const folders: string[] = []

/** For each file: what its tests have started ends with the test. */
export function endDesktops(): void {
  test.afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()))
    for (const sessions of disks.splice(0)) await Promise.all([...sessions.values()].map((session) => session.stop()))
    // A main that was just ended may still write what it was about to.
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })))
  })
}

export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'natter-desktop-'))
  folders.push(folder)
  return folder
}

/** A computer on which the app can be started again: its folder, its keys, and what Chromium keeps. */
export async function makeComputer(): Promise<Required<Pick<StandInOptions, 'dataFolder' | 'keychain' | 'sessions'>>> {
  const sessions: Sessions = new Map()
  disks.push(sessions)
  return { dataFolder: await makeDataFolder(), keychain: buildKeychain(), sessions }
}

/** Ends it, as a person does who quits or a system that kills it. */
export async function endDesktop(shell: StandIn): Promise<void> {
  running.splice(running.indexOf(shell), 1)
  await shell.stop()
}

type DesktopOptions = Omit<StandInOptions, 'dataFolder'> & { readonly dataFolder?: string }

export async function startDesktop(options: DesktopOptions): Promise<StandIn> {
  const started = await startStandIn({ ...options, dataFolder: options.dataFolder ?? (await makeDataFolder()) })
  running.push(started)
  return started
}

/** With the server of the tests already chosen. */
export const startOnServer = (options: DesktopOptions): Promise<StandIn> =>
  startDesktop({ ...options, env: { NATTER_SERVER_URL: natterUrl(), ...options.env } })

/** Signs up on a page that shows the sign-in; answers the handle. */
export async function makeAccount(page: Page, name: string): Promise<string> {
  const handle = `d${randomBytes(6).toString('hex')}`
  await fillSignUp(page, name, handle)
  return handle
}

/** What pages have said in the log, but for what only the stand-in makes them say. */
export function linesOf({ contents }: StandIn): string[] {
  // A page over http would keep itself for offline starts; over app:// it does not.
  return contents.flatMap(({ said }) => said).filter((line) => !line.startsWith('Service Worker registration blocked'))
}
