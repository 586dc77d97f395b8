import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { knowsActions, type RunNotifySend } from './note-means.notify-send.ts'

const stdbuf = '/usr/bin/stdbuf'
export const notifySendSaysAtOnce = existsSync(stdbuf)

/** Without a shell; line by line where that can be had, else the program says its number only at the end. */
export const runNotifySend: RunNotifySend = (args) => {
  const [program, before] = notifySendSaysAtOnce ? [stdbuf, ['-oL', 'notify-send']] : ['notify-send', []]
  const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'ignore'], shell: false })
  return {
    stdout: child.stdout,
    on: child.on.bind(child),
    kill: (signal) => (signal === 'SIGINT' ? interrupt(child) : child.kill(signal)),
  }
}

const lookAgainMs = 20
const mostLooks = 250

/**
 * It says its number a moment before it heeds being interrupted: interrupted in between it ends, and its notification stays
 * (libnotify 0.8.1, seen on a busy machine).
 */
function interrupt(child: ChildProcess, looks = 0): boolean {
  if (child.exitCode !== null || child.signalCode !== null) return false
  if (heedsInterrupt(child) || looks === mostLooks) return child.kill('SIGINT')
  setTimeout(() => interrupt(child, looks + 1), lookAgainMs)
  return true
}

/** By what Linux says of it (`SigCgt` in proc(5), a bit a signal, SIGINT the second). */
function heedsInterrupt({ pid }: ChildProcess): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return (Number.parseInt(/^SigCgt:.*(.)$/m.exec(status)?.[1] ?? '2', 16) & 2) !== 0
  } catch {
    return true
  }
}

/** Whether it is here, and knows buttons. */
export function hasNotifySendActions(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('notify-send', ['--help'], { timeout: 3_000 }, (error, help) => resolve(!error && knowsActions(help)))
  })
}
