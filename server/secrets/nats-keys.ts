import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createNkeyPair, type NkeyKind, type NkeyPair, parseSeed } from '../nats/nkey.ts'
import { ensureKeyFile } from './key-file.ts'

/** The seeds everything rests on, one file each in `<data>/keys`. `clientsScope` signs clients in, as anyone at all. */
const keyKinds = {
  operator: 'operator',
  systemAccount: 'account',
  backboneAccount: 'account',
  clientsAccount: 'account',
  clientsScope: 'account',
  systemUser: 'user',
  backboneUser: 'user',
} as const satisfies Record<string, NkeyKind>

export type NatsKeys = { readonly [Name in keyof typeof keyKinds]: NkeyPair }

export type KeysFault = { readonly file: string; readonly reason: string }

export function keysFolder(dataFolder: string): string {
  return join(dataFolder, 'keys')
}

/** Where nats-server keeps the accounts' claims: its full resolver owns what is in it, once it is seeded. */
export function resolverFolder(dataFolder: string): string {
  return join(dataFolder, 'nats', 'accounts')
}

/** Where each seed lies, and what kind it is. */
export function listKeyFiles(dataFolder: string): readonly { readonly file: string; readonly kind: NkeyKind }[] {
  return Object.entries(keyKinds).map(([name, kind]) => ({ file: keyFileOf(dataFolder, name), kind }))
}

function keyFileOf(dataFolder: string, name: string): string {
  return join(keysFolder(dataFolder), `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.nk`)
}

/**
 * Reads the keys, and makes those that are missing as long as nothing was signed with them. Once accounts stand in the
 * resolver's folder a new key would lock everybody out without a word, so a missing one is a fault then.
 */
export function ensureNatsKeys(dataFolder: string): Result<NatsKeys, KeysFault> {
  const folder = keysFolder(dataFolder)
  const signed = existsSync(resolverFolder(dataFolder)) && readdirSync(resolverFolder(dataFolder)).length > 0
  const read = (name: keyof typeof keyKinds): NkeyPair => {
    const kind = keyKinds[name]
    const file = keyFileOf(dataFolder, name)
    if (signed && !existsSync(file)) {
      throw new KeyFault(file, `is missing, but accounts were signed with it. Restore it from a backup of ${folder}`)
    }
    const pair = parseSeed(
      kind,
      ensureKeyFile(file, () => createNkeyPair(kind).seed),
    )
    if (pair === undefined) throw new KeyFault(file, `holds no ${kind} seed. Restore it from a backup of ${folder}`)
    return pair
  }
  try {
    return ok({
      operator: read('operator'),
      systemAccount: read('systemAccount'),
      backboneAccount: read('backboneAccount'),
      clientsAccount: read('clientsAccount'),
      clientsScope: read('clientsScope'),
      systemUser: read('systemUser'),
      backboneUser: read('backboneUser'),
    })
  } catch (fault) {
    if (fault instanceof KeyFault) return err({ file: fault.file, reason: fault.message })
    if (isFileFault(fault)) return err({ file: folder, reason: `cannot be used: ${fault.message}` })
    throw fault
  }
}

class KeyFault extends Error {
  readonly file: string
  constructor(file: string, reason: string) {
    super(reason)
    this.file = file
  }
}

function isFileFault(fault: unknown): fault is NodeJS.ErrnoException {
  return fault instanceof Error && 'syscall' in fault
}
