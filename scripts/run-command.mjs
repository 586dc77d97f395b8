import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { repoRoot } from './repo-paths.mjs'

/**
 * Runs a command to its end. Never throws for a command that failed or could not be started: look at `code`
 * (127: not started). `onLine` sees each line as it comes; `inherit` shows the output as it is instead of keeping it.
 */
export function runCommand(
  command,
  args,
  { cwd = repoRoot, env = process.env, onLine, inherit, timeoutMs, shell } = {},
) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell: shell ?? false,
      windowsHide: true,
      stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    const out = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) {
      let rest = ''
      child[name]?.setEncoding('utf8').on('data', (text) => {
        out[name] += text
        const lines = (rest + text).split(/\r?\n/)
        rest = lines.pop() ?? ''
        if (onLine) for (const line of lines) if (line.trim()) onLine(line.trim())
      })
    }
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined
    const stop = (signal) => child.kill(signal)
    const off = endWithUs(stop)
    child.on('error', (error) => finish(127, `${out.stderr}${error.message}`))
    child.on('close', (code, signal) => finish(code ?? (signal ? 128 : 1), out.stderr))
    function finish(code, stderr) {
      clearTimeout(timer)
      off()
      done({ code, stdout: out.stdout, stderr })
    }
  })
}

/** Runs one of the repository's tools with the Node that runs us. */
export const runTool = (tool, args, options) => runCommand(process.execPath, [tool, ...args], options)

/** npm itself, as a script for our Node where it can be found, else by its name on the PATH. */
export function runNpm(args, options = {}) {
  const beside = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path && /npm-cli\.[cm]?js$/.test(path) && existsSync(path))
  if (beside) return runTool(beside, args, options)
  // The arguments are our own fixed words, so the shell that `npm.cmd` needs has nothing to misread.
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    ...options,
    shell: process.platform === 'win32',
  })
}

/** The full path of a program on the PATH, or undefined. */
export function findOnPath(name, env = process.env) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (!folder) continue
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix)
      if (existsSync(path)) return path
    }
  }
  return undefined
}

/** The last lines of a command's output, for a message that has to say why it failed. */
export const tail = (text, lines = 12) => text.trimEnd().split(/\r?\n/).slice(-lines).join('\n')

const stops = new Set()
let listening = false

// A child that shares our terminal gets Ctrl-C itself; one that was sent to us alone has to be handed on.
function endWithUs(stop) {
  if (!listening) {
    listening = true
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        for (const each of stops) each(signal)
        if (process.listenerCount(signal) === 1) process.exit(130)
      })
    }
  }
  stops.add(stop)
  return () => stops.delete(stop)
}
