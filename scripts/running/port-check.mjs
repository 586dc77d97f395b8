import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'

/** Undefined where the port can be had, else the system's word for why not (`EADDRINUSE`, `EACCES` …). */
export function tryPort(host, port) {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', (error) => done(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)))
  })
}

/** Whether something accepts connections there. */
export function accepts(host, port, timeoutMs = 1_000) {
  return new Promise((done) => {
    const socket = connect({ host, port })
    const end = (answer) => {
      socket.destroy()
      done(answer)
    }
    socket.setTimeout(timeoutMs, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Faults of the ports we need, in plain words: which, who has it if that can be told, which variable changes it. */
export async function findPortFaults(host, wanted) {
  const faults = []
  for (const [variable, port] of wanted) {
    const code = await tryPort(host, port)
    if (code === 'EADDRINUSE') {
      const owner = findListener(port)
      faults.push(`Port ${port} is taken${owner ? ` by ${owner}` : ''}; stop that, or set ${variable} to another port.`)
    } else if (code === 'EACCES') {
      faults.push(`Port ${port} is not ours to open (${code}); set ${variable} to one above 1023.`)
    } else if (code) {
      faults.push(`Port ${port} on ${host} can't be opened (${code}); set NATTER_HOST or ${variable}.`)
    }
  }
  return faults
}

/** "node (process 4711)": who listens on a port, where this user may know. */
export function findListener(port) {
  try {
    if (process.platform === 'linux') return findListenerOnLinux(port)
    if (process.platform === 'win32') {
      const line = run('netstat', ['-ano', '-p', 'TCP'])
        .split('\n')
        .find((each) => each.includes('LISTENING') && each.includes(`:${port} `))
      return line && `process ${line.trim().split(/\s+/).at(-1)}`
    }
    const [pid, name] = run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']).match(/(?<=^[pc]).+$/gm) ?? []
    return pid && `${name} (process ${pid})`
  } catch {
    return undefined
  }
}

const run = (command, args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

function findListenerOnLinux(port) {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9]}]`),
  )
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openFiles(pid).some((target) => sockets.includes(target))) {
      return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
    }
  }
  return undefined
}

// A process of another user, or one that ends while we look, simply shows nothing.
function openFiles(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkOrNothing(`/proc/${pid}/fd/${fd}`))
  } catch {
    return []
  }
}

function readlinkOrNothing(path) {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
