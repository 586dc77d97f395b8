import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * What tells a process from a later one with the same number: its start time (and the boot it belongs to). Undefined
 * where no such process runs; one that has ended and waits to be collected does not run.
 */
export function identifyProcess(pid) {
  if (process.platform === 'linux') return identifyOnLinux(pid)
  if (process.platform === 'win32') {
    return answerOf('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`])
  }
  const line = answerOf('ps', ['-o', 'state=,lstart=', '-p', String(pid)])
  return line && !line.startsWith('Z') ? line.replace(/^\S+\s+/, '') : undefined
}

function identifyOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything, brackets too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return undefined
  }
}

function answerOf(command, args) {
  try {
    const text = execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    })
    return text.trim() || undefined
  } catch {
    return undefined
  }
}

export const isAlive = (pid, identity) => identifyProcess(pid) === identity
