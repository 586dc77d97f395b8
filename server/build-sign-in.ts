import { buildCodeBook, type CodeBook } from './accounts/code-book.ts'
import { buildEmailService, type EmailService } from './accounts/email-service.ts'
import { createGuessBrake, type GuessBrake } from './accounts/guess-brake.ts'
import { buildMailPost } from './accounts/mail-post.ts'
import { createPasswordHasher, type PasswordHasher } from './accounts/password-hasher.ts'
import { createPasswordService, type PasswordService } from './accounts/password-service.ts'
import { buildResetService, type ResetService } from './accounts/reset-service.ts'
import { createSessionService, type SessionService } from './accounts/session-service.ts'
import { type CredentialRevoker, whereNoted } from './credentials/credential-revoker.ts'
import type { Mailer } from './mail/mailer.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { ServerConfig } from './server-config.ts'
import type { Store } from './store/store-port.ts'

export type SignInDependencies = {
  readonly config: Pick<
    ServerConfig,
    'limits' | 'passwordHashesAtOnce' | 'passwordMebibytes' | 'serverName' | 'publicUrl'
  >
  readonly secrets: Pick<ServerSecrets, 'refreshSecret'>
  readonly store: Store
  readonly revoker: CredentialRevoker
  /** None: this server sends no mail. */
  readonly mailer: Mailer | undefined
  readonly onMailFault: (fault: unknown) => void
  readonly now: () => number
}

export type SignInServices = {
  readonly hasher: PasswordHasher
  readonly codes: Pick<CodeBook, 'forget'>
  readonly sessions: SessionService
  readonly passwords: PasswordService
  readonly resets: ResetService
  readonly emails: EmailService
  readonly brake: GuessBrake
  readonly pruneMail: () => Promise<void>
}

/** Sign-ins wait behind two hashes at a time; this many, a class that signs up together, are some seconds of waiting. */
const hashesWaiting = 128

/** Devices, passwords and mail: what of the domains asks no room and nobody else. */
export function buildSignInServices(deps: SignInDependencies): SignInServices {
  const { config, store, revoker, now } = deps
  const hasher = createPasswordHasher({
    atOnce: config.passwordHashesAtOnce,
    waiting: hashesWaiting,
    mebibytes: config.passwordMebibytes,
  })
  const codes = buildCodeBook(store.records, now)
  const post = buildMailPost(store.records, deps.mailer, now)
  const passwords = createPasswordService({
    store,
    hasher,
    ...revoker,
    revokeOthers: whereNoted(revoker.revokeOthers),
    onChanged: (user) => codes.dropAll(user, 'reset'),
    now,
  })
  const mails = { store: store.accounts, hasher, codes, post, place: config, onFault: deps.onMailFault }
  return {
    hasher,
    codes,
    sessions: createSessionService({
      store,
      refreshSecret: deps.secrets.refreshSecret,
      revokeDevice: whereNoted(revoker.revokeDevice),
      noteRevoked: revoker.noteRevoked,
      now,
    }),
    passwords,
    resets: buildResetService({ ...mails, replace: passwords.replace }),
    emails: buildEmailService(mails),
    /** A quarter of what an address may try at all. */
    brake: createGuessBrake({ freeTries: Math.ceil(config.limits.signInsPerMinute / 4), now }),
    pruneMail: async () => {
      await codes.prune()
      await post.prune()
    },
  }
}
