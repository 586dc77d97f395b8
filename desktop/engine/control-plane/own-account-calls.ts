import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Result } from '../../../common/result.ts'
import type { AskApi } from './api-request.ts'

/** What somebody asks for their own account alone: a new password, another address, a copy of everything, its end. */
export type OwnAccountCalls = {
  /** Without sign-in. The same answer whoever it is. */
  askReset(handle: string): Promise<Result<unknown>>
  completeReset(code: string, newPassword: string): Promise<Result<unknown>>
  askEmail(email: string, password: string): Promise<Result<unknown>>
  completeEmail(code: string): Promise<Result<unknown>>
  ownArchive(onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Result<Blob>>
  /** "last-owner": its `more.rooms` names the rooms that nobody else owns. */
  depart(password: string, messages: 'keep' | 'erase'): Promise<Result<unknown>>
}

/** The server lets only so many hashes run at once. */
const passwordMs = 30_000
/** It looks through all that was ever said before the first byte comes, and may pause between two. */
const archiveSilentMs = 60_000
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
    depart: (password, messages) =>
      asked({ method: 'DELETE', path: apiPaths.me, body: { password, messages }, timeoutMs: departMs }, undefined),
  }
}
