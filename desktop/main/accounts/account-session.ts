import type { AppHandler } from '../serving/app-handler.ts'
import { buildAppHandler } from '../serving/app-handler.ts'
import { appScheme } from '../serving/app-scheme.ts'
import type { ReadBuiltFile } from '../serving/built-files.ts'
import { buildContentPolicy } from '../serving/content-policy.ts'
import { type CaptureGate, denyPermissions } from '../windows/capture-gate.ts'
import type { AccountBook } from './account-book.ts'
import { bareHost, trustAuthority } from './own-authority.ts'

type GuardedSession = Parameters<typeof denyPermissions>[0] & {
  readonly protocol: Pick<Electron.Protocol, 'handle'>
} & Pick<Electron.Session, 'setCertificateVerifyProc'>

export type SessionDeps = {
  readonly readFile: ReadBuiltFile
  readonly callServer: AppHandler
  readonly callShell: AppHandler
  readonly now: () => number
  readonly gate: CaptureGate
}

/** What an account's pages and worker run in: files, ways out, certificates and permissions of its own, and nobody else's. */
export function prepareAccountSession(session: GuardedSession, book: AccountBook, id: string, deps: SessionDeps): void {
  const { readFile, callServer, callShell, now, gate } = deps
  denyPermissions(session, gate)
  trustAuthority(session, (hostname) => authorityFor(book, id, hostname), now)
  handleApp(session, { readFile, callServer, callShell, policy: () => policyOf(book, id) })
}

/** For its server and the brokers that this one names, and for nobody else who may have it sign something. */
function authorityFor(book: AccountBook, id: string, hostname: string): string | undefined {
  const account = book.get(id)
  if (account === undefined) return undefined
  const isIts = [account.server, ...account.brokers].some(
    (url) => URL.canParse(url) && bareHost(new URL(url).hostname) === hostname,
  )
  return isIts ? account.authority : undefined
}

function policyOf(book: AccountBook, id: string): string {
  const account = book.get(id)
  if (account === undefined) return closedPolicy
  return buildContentPolicy({ serverUrl: new URL(account.server), brokers: account.brokers })
}

/** For an account that is gone while its page still asks. */
const closedPolicy = "default-src 'none'"

/** The page where a server is chosen has no server yet: all it asks goes over the bridge. */
export function prepareSetUpSession(
  session: GuardedSession,
  {
    readFile,
    authority,
    now,
  }: { readonly authority: () => string | undefined } & Pick<SessionDeps, 'readFile' | 'now'>,
): void {
  // Nobody talks or shows anything here.
  denyPermissions(session, { mayTake: () => false })
  trustAuthority(session, authority, now)
  const refuse = async () => new Response(null, { status: 404 })
  const policy = () => setUpPolicy
  handleApp(session, { readFile, policy, callServer: refuse, callShell: refuse })
}

export const setUpPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

function handleApp(session: GuardedSession, deps: Parameters<typeof buildAppHandler>[0]): void {
  const answer = buildAppHandler(deps)
  // The same Request in two spellings: Electron's types are those of its own copy of undici.
  session.protocol.handle(appScheme, (request) => answer(request as unknown as Parameters<typeof answer>[0]) as never)
}
