import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { type ErasureReport, erasureAnswerSchema } from '../../../common/http-contract/erasure-contract.ts'
import { type ExportSize, exportSizeSchema } from '../../../common/http-contract/room-export-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ExportDays, ExportWish } from '../../room-command.ts'
import type { AskApi } from './api-request.ts'

/** What somebody asks for their own account alone: a new password, another address, a copy of everything, its end. */
export type OwnAccountCalls = {
  /** Without sign-in. The same answer whoever it is. */
  askReset(handle: string): Promise<Result<unknown>>
  completeReset(code: string, newPassword: string): Promise<Result<unknown>>
  askEmail(email: string, password: string): Promise<Result<unknown>>
  completeEmail(code: string): Promise<Result<unknown>>
  ownArchive(onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Result<Blob>>
  measureExport(room: RoomId, days: ExportDays): Promise<Result<ExportSize>>
  roomArchive(
    room: RoomId,
    wish: ExportWish,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Result<Blob>>
  /**
   * The receipt by which the report of what went is read, told this once. "last-owner": its `more.rooms` names the rooms
   * that nobody else owns. "nats-unavailable": the account is gone all the same, and its `more.receipt` is the receipt.
   */
  depart(password: string, messages: 'keep' | 'erase'): Promise<Result<string | undefined>>
  /** Without sign-in. */
  erasure(receipt: string): Promise<Result<ErasureReport>>
}

/** The server lets only so many hashes run at once. */
const passwordMs = 30_000
/** It looks through all that was ever said before the first byte comes, and may pause between two. */
const archiveSilentMs = 60_000
/** It looks for a day in a long room. */
const measureMs = 30_000
/** Out of a thousand rooms, one after the other. */
const departMs = 180_000

/** @param open without sign-in. */
export function buildOwnAccountCalls(open: AskApi, asked: AskApi): OwnAccountCalls {
  return {
    askReset: (handle) => open({ method: 'POST', path: apiPaths.askReset, body: { handle } }, undefined),
    completeReset: (code, newPassword) =>
      open(
        { method: 'POST', path: apiPaths.completeReset, body: { code, newPassword }, timeoutMs: passwordMs },
        undefined,
      ),
    askEmail: (email, password) =>
      asked({ method: 'PUT', path: apiPaths.email, body: { email, password }, timeoutMs: passwordMs }, undefined),
    completeEmail: (code) => asked({ method: 'POST', path: apiPaths.completeEmail, body: { code } }, undefined),
    ownArchive: (onBytes, signal) =>
      asked<Blob>(
        { method: 'GET', path: apiPaths.ownArchive, answer: 'blob', onBytes, signal, timeoutMs: archiveSilentMs },
        undefined,
      ),
    measureExport: (room, days) =>
      asked(
        { method: 'GET', path: apiPaths.roomExportSize(room, daysQuery(days).toString()), timeoutMs: measureMs },
        exportSizeSchema,
      ),
    roomArchive: (room, wish, onBytes, signal) => {
      const query = daysQuery(wish)
      query.set('format', wish.format)
      query.set('files', wish.withFiles ? '1' : '0')
      query.set('lang', wish.language)
      const path = apiPaths.roomExport(room, query.toString())
      return asked<Blob>(
        { method: 'GET', path, answer: 'blob', onBytes, signal, timeoutMs: archiveSilentMs },
        undefined,
      )
    },
    depart: async (password, messages) => {
      const body = { password, messages }
      const answer = await asked<Headers>(
        { method: 'DELETE', path: apiPaths.me, body, timeoutMs: departMs, answer: 'headers' },
        undefined,
      )
      return answer.ok ? ok(receiptOf(answer.value.get('location'))) : answer
    },
    erasure: async (receipt) => {
      const answer = await open({ method: 'GET', path: apiPaths.erasure(receipt) }, erasureAnswerSchema)
      return answer.ok ? ok(answer.value.erasure) : answer
    },
  }
}

function receiptOf(location: string | null): string | undefined {
  const before = apiPaths.erasure('')
  return location?.startsWith(before) === true ? location.slice(before.length) : undefined
}

function daysQuery({ after, before }: ExportDays): URLSearchParams {
  const query = new URLSearchParams()
  if (after !== undefined) query.set('after', String(after))
  if (before !== undefined) query.set('before', String(before))
  return query
}
