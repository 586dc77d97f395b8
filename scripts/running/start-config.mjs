// Reads the environment that `npm start` understands: all faults at once, each with its remedy.
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { cacheFolder, repoRoot } from '../repo-paths.mjs'

/** Where each listens unless it is told otherwise. */
export const ports = { NATTER_PORT: 8480, NATTER_NATS_WS_PORT: 8481, NATTER_NATS_PORT: 8482 }
const limits = [
  'NATTER_SIGN_UPS_PER_MINUTE',
  'NATTER_SIGN_INS_PER_MINUTE',
  'NATTER_REQUESTS_PER_MINUTE',
  'NATTER_EVENTS_PER_MINUTE',
]
const openModes = ['auto', 'no', 'browser', 'desktop']

/**
 * `{faults: []}` and the resolved settings, or the faults: one plain sentence each. `childEnv` is what both children
 * get: what was given, with every setting of ours spelled out.
 */
export function parseStartConfig(env, { base = repoRoot } = {}) {
  const faults = []
  const host = env.NATTER_HOST || '127.0.0.1'
  if (!isIP(host) && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    faults.push(`NATTER_HOST is "${host}"; give an address or a host name, like 127.0.0.1.`)
  }
  const numbers = {}
  for (const [name, usual] of Object.entries(ports)) {
    const text = env[name] || String(usual)
    const port = /^\d{1,10}$/.test(text) ? Number(text) : 0
    if (port < 1 || port > 65_535) faults.push(`${name} is "${text}"; give a port from 1 to 65535, like ${usual}.`)
    const twin = Object.keys(numbers).find((other) => numbers[other] === port && port > 0)
    if (twin) faults.push(`${name} and ${twin} are both ${port}; give each a port of its own.`)
    numbers[name] = port
  }
  for (const name of limits) {
    const text = env[name]
    if (text && !(/^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000_000))
      faults.push(`${name} is "${text}"; give a whole number above 0.`)
  }
  if (env.NATTER_GUARD && !['on', 'off'].includes(env.NATTER_GUARD)) {
    faults.push(`NATTER_GUARD is "${env.NATTER_GUARD}"; it can be on or off.`)
  }
  const open = env.NATTER_OPEN || 'auto'
  if (!openModes.includes(open)) faults.push(`NATTER_OPEN is "${open}"; it can be ${openModes.join(', ')}.`)
  const data = resolve(base, env.NATTER_DATA || 'data')
  const cache = env.NATTER_CACHE ? resolve(base, env.NATTER_CACHE) : cacheFolder(env)
  for (const [name, path] of [
    ['NATTER_DATA', data],
    ['NATTER_CACHE', cache],
  ]) {
    if (existsSync(path) && !statSync(path).isDirectory()) faults.push(`${name}: ${path} is a file; name a folder.`)
  }
  const tls = readTls(env, base, faults)
  if (env.MONGODB_URL && !/^mongodb(\+srv)?:\/\/[^/]+/.test(env.MONGODB_URL)) {
    faults.push('MONGODB_URL is no MongoDB address; it looks like mongodb://host:27017/natter.')
  }
  const natsUrl = env.NATTER_NATS_URL || undefined
  if (natsUrl && !natsUrl.split(',').every((each) => /^(nats|tls):\/\/[^/\s]+$/.test(each.trim()))) {
    faults.push(`NATTER_NATS_URL is "${natsUrl}"; it looks like nats://host:4222 (several with commas between).`)
  }
  const natsServer = env.NATTER_NATS_SERVER ? resolve(base, env.NATTER_NATS_SERVER) : undefined
  if (natsServer && !natsUrl && !existsSync(natsServer)) {
    faults.push(
      `NATTER_NATS_SERVER: there is no file ${natsServer}; name a nats-server, or unset it and one is fetched.`,
    )
  }
  if (faults.length > 0) return { faults }
  const childEnv = {
    ...env,
    NATTER_DATA: data,
    NATTER_CACHE: cache,
    NATTER_HOST: host,
    ...Object.fromEntries(Object.entries(numbers).map(([name, port]) => [name, String(port)])),
    NATTER_OPEN: open,
    ...tls.paths,
  }
  return {
    faults,
    host,
    ports: numbers,
    open,
    data,
    cache,
    natsUrl,
    natsServer,
    childEnv,
    url: buildUrl(host, numbers, tls.isOn),
    /** As people elsewhere call it, where the certificate says how; never asked by us. */
    publicUrl: buildUrl(nameOf(host, tls) ?? host, numbers, tls.isOn),
    /** Files of certificates that nats-server reads once, and again when it is told to. */
    tlsFiles: Object.values(tls.paths),
    /** Browsers elsewhere would be given a page without locks and workers. */
    lacksTls: !tls.isOn && !isLoopback(host) && !/^wss:/.test(env.NATTER_NATS_WS_URL ?? ''),
  }
}

/** What is in the files is the server's to judge, which a new clone has not built yet. */
function readTls(env, base, faults) {
  const paths = {}
  for (const name of ['NATTER_TLS_CERT', 'NATTER_TLS_KEY', 'NATTER_TLS_CA']) {
    if (!env[name]) continue
    paths[name] = resolve(base, env[name])
    if (!existsSync(paths[name])) faults.push(`${name}: there is no file ${paths[name]}; name a PEM file.`)
  }
  const { NATTER_TLS_CERT: cert, NATTER_TLS_KEY: key } = paths
  if (Boolean(cert) !== Boolean(key)) {
    const [there, missing] = cert ? ['CERT', 'KEY'] : ['KEY', 'CERT']
    faults.push(`NATTER_TLS_${missing} is not set, and NATTER_TLS_${there} is; give both, or neither.`)
  }
  return { paths, isOn: Boolean(cert && key) }
}

/** A wildcard address is none; the certificate is for the names this machine is known by. */
function nameOf(host, { paths, isOn }) {
  if (!isOn || (host !== '0.0.0.0' && host !== '::')) return undefined
  try {
    const { subjectAltName } = new X509Certificate(readFileSync(paths.NATTER_TLS_CERT))
    return /\bDNS:([a-z0-9][\w.-]*)/i.exec(subjectAltName ?? '')?.[1]
  } catch {
    // What is wrong with it is said by the server.
    return undefined
  }
}

const isLoopback = (host) => host === 'localhost' || host === '::1' || /^127\./.test(host)

/** Where a person on this machine finds the app. A wildcard address is nowhere to go, so the loopback stands for it. */
function buildUrl(host, numbers, isSecure) {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `${isSecure ? 'https' : 'http'}://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${numbers.NATTER_PORT}`
}
