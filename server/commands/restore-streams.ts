import { createReadStream, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import { loadStoredEnds, restoreStream, type SnapshotHead } from '../streams/stream-snapshot.ts'
import { type Manifest, streamFile, streamHeadFile } from './backup-manifest.ts'

export type StreamsPlace = {
  /** Of the broker, which runs with the keys of the backup and has no streams yet. */
  readonly servers: readonly string[]
  readonly keys: NatsKeys
  /** How many servers keep each: in a cluster another number than where it was saved, perhaps. As saved where none is given. */
  readonly replicas?: number
  readonly waitMs?: number
}

/** Puts the streams of a backup, which was verified, into a broker that runs: one server or a cluster. */
export async function restoreStreams(
  from: string,
  manifest: Manifest,
  { servers, keys, replicas, waitMs = 30_000 }: StreamsPlace,
): Promise<Result<void, readonly string[]>> {
  const connected = await connectBackbone({ servers, keys, name: 'natter-restore', waitMs })
  if (!connected.ok) {
    return err([`The broker at ${servers.join(', ')} does not take us: ${connected.error.detail ?? 'no answer'}`])
  }
  const backbone = connected.value
  try {
    const there = await untilAnswered(() => loadStoredEnds(backbone), waitMs)
    const saved = new Map(manifest.streams.map(({ name, lastSeq }) => [name, lastSeq]))
    // Those that are as they were saved are from a restore that was broken off.
    const foreign = [...there].filter(([name, lastSeq]) => saved.get(name) !== lastSeq).map(([name]) => name)
    if (foreign.length > 0)
      return err([`The broker has streams already, and nothing is written over: ${foreign.join(', ')}.`])
    for (const { name, lastSeq } of manifest.streams) {
      if (there.has(name)) continue
      const head: SnapshotHead & { readonly config: object } = JSON.parse(
        readFileSync(streamHeadFile(from, name), 'utf8'),
      )
      const config = replicas === undefined ? head.config : { ...head.config, num_replicas: replicas }
      const restoredTo = await restoreStream(
        backbone,
        name,
        { ...head, config },
        createReadStream(streamFile(from, name)),
      )
      if (restoredTo < lastSeq) return err([`${name} came back only to ${restoredTo}, but was saved to ${lastSeq}.`])
    }
    return ok(undefined)
  } finally {
    await backbone.close()
  }
}

/** A cluster that has just started has nobody yet who answers for its streams. */
async function untilAnswered<T>(ask: () => Promise<T>, withinMs: number): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; ) {
    try {
      return await ask()
    } catch (fault) {
      if (Date.now() > deadline) throw fault
      await delay(500)
    }
  }
}
