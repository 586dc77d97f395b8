import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { knowsActions, type RunNotifySend } from './note-means.notify-send.ts'

const stdbuf = '/usr/bin/stdbuf'
export const notifySendSaysAtOnce = existsSync(stdbuf)

/** Without a shell; line by line where that can be had, else the program says its number only at the end. */
export const runNotifySend: RunNotifySend = (args) => {
  const [program, before] = notifySendSaysAtOnce ? [stdbuf, ['-oL', 'notify-send']] : ['notify-send', []]
  return spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'ignore'], shell: false })
}

/** Whether it is here, and knows buttons. */
export function hasNotifySendActions(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('notify-send', ['--help'], { timeout: 3_000 }, (error, help) => resolve(!error && knowsActions(help)))
  })
}
