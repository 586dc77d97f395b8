import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { findPort, stopProcess, waitForPort } from '../bench-process.ts'
import type { OpenChat } from '../chat-under-test.ts'

export type Pipeline = { readonly name: string; readonly open: OpenChat; readonly stop: () => Promise<void> }

/** `in memory`: nothing survives a crash. `stored first`: our own promise, that nobody sees a message not on disk. */
export type PipelineKind = 'in memory' | 'stored first'

/**
 * HTTP → Redis → worker → WebSocket broadcast, as four processes. `stored first`: Redis syncs its log on every write, and
 * the worker commits each message to SQLite with a sync before it announces it.
 */
export async function startPipeline(
  kind: PipelineKind,
): Promise<Pipeline | { readonly name: string; readonly skipped: string }> {
  const name = `HTTP → Redis → worker → ws, ${kind}`
  if (spawnSync('redis-server', ['--version']).status !== 0) return { name, skipped: 'redis-server is not on the PATH' }
  const folder = mkdtempSync(join(tmpdir(), 'natter-peer-'))
  const [redis, http, ws] = [await findPort(), await findPort(), await findPort()]
  const children: ChildProcess[] = []
  const start = async (command: string, args: readonly string[], port?: number) => {
    const env = {
      ...process.env,
      PEER_REDIS_PORT: `${redis}`,
      PEER_HTTP_PORT: `${http}`,
      PEER_WS_PORT: `${ws}`,
      ...(kind === 'stored first' ? { PEER_DATABASE: join(folder, 'peer.db') } : {}),
    }
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env })
    children.push(child)
    if (port !== undefined) await waitForPort(port, child)
  }
  const script = (name: string) => join(import.meta.dirname, `${name}.js`)
  await start(
    'redis-server',
    ['--port', `${redis}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--loglevel', 'warning'],
    redis,
  )
  await start(process.execPath, [script('pipeline-api')], http)
  await start(process.execPath, [script('pipeline-gateway')], ws)
  await start(process.execPath, [script('pipeline-worker')])
  return {
    name,
    open: openPipelineChat(http, ws),
    stop: async () => {
      for (const child of children.reverse()) await stopProcess(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function openPipelineChat(httpPort: number, wsPort: number): OpenChat {
  return async (members, onDelivery) => {
    const room = randomUUID()
    const agent = new Agent({ keepAlive: true, maxSockets: members })
    const sockets = await Promise.all(
      Array.from({ length: members }, async () => {
        const socket = new WebSocket(`ws://127.0.0.1:${wsPort}/${room}`)
        socket.on('message', (data) => onDelivery(data.toString()))
        await once(socket, 'open')
        return socket
      }),
    )
    return {
      send: (_member, text) => post(agent, httpPort, `/rooms/${room}/messages`, JSON.stringify({ text })),
      stop: async () => {
        for (const socket of sockets) socket.terminate()
        agent.destroy()
      },
    }
  }
}

function post(agent: Agent, port: number, path: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const request = httpRequest({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () => (response.statusCode === 202 ? resolve() : reject(new Error(`${response.statusCode}`))))
    })
    request.on('error', reject)
    request.end(body)
  })
}
