// The pid files in <data>/run: first line the process, second what identifies it, third (the supervisor's) its URL.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { waitUntil } from '../wait-until.mjs'
import { identifyProcess, isAlive } from './process-identity.mjs'

/** The process a pid file names, if that very process still runs. */
export function readRunFile(path) {
  try {
    const [pid = '', identity = '', url = ''] = readFileSync(path, 'utf8').split('\n')
    const number = Number(pid)
    if (!Number.isInteger(number) || number < 1 || !identity) return undefined
    return isAlive(number, identity) ? { pid: number, identity, url } : undefined
  } catch {
    return undefined
  }
}

export function writeRunFile(path, pid, url = '') {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, describeProcess(pid, url))
}

export const removeRunFile = (path) => rmSync(path, { force: true })

/**
 * Takes a pid file for this process. Answers undefined, or the live process that has it. The file appears complete
 * (linked, not written in place), so that of two starts at once exactly one wins and the other can read who.
 */
export function claimRunFile(path, url) {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, describeProcess(process.pid, url))
  try {
    for (;;) {
      const holder = readRunFile(path)
      if (holder) return holder
      removeRunFile(path)
      try {
        linkSync(draft, path)
        return undefined
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Stops what a killed supervisor left behind; true if there was something. */
export async function stopLeftover(path, { patienceMs = 10_000 } = {}) {
  const left = readRunFile(path)
  if (left) {
    const isGone = () => !isAlive(left.pid, left.identity)
    sendSignal(left.pid, 'SIGTERM')
    if (!(await waitUntil(isGone, patienceMs))) {
      sendSignal(left.pid, 'SIGKILL')
      await waitUntil(isGone, patienceMs)
    }
  }
  removeRunFile(path)
  return left !== undefined
}

function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

const describeProcess = (pid, url) => `${pid}\n${identifyProcess(pid) ?? ''}\n${url}\n`
