import { type SecureContextOptions, Server } from 'node:tls'
import type { FastifyBaseLogger } from 'fastify'
import { appError } from '../common/app-error.ts'
import { type Certificate, type CertificateFiles, loadCertificate } from './certificate-files.ts'
import { watchCertificate } from './certificate-watch.ts'
import type { ApiServer } from './plugins/api-server.ts'
import type { Trouble } from './server-health.ts'

/** What our own https shows, now and later: the certificate that lies on disk. */
export type ShownCertificate = {
  /** What a server is made with. */
  readonly context: SecureContextOptions
  /** When what is shown now is over. */
  readonly expiresAt: () => number
  /** From here on `server` shows what is put on disk, without a restart. Returns its stop. */
  readonly keepFresh: (
    server: Pick<Server, 'setSecureContext'>,
    log: Pick<FastifyBaseLogger, 'info' | 'error'>,
  ) => () => void
}

/** Throws where the files are not any more what `parseServerConfig` found a moment ago. */
export function loadShownCertificate(files: CertificateFiles, everyMs?: number): ShownCertificate {
  const loaded = loadCertificate(files, Date.now())
  if (!loaded.ok) throw new Error(loaded.error.join('\n'))
  let inUse = loaded.value
  return {
    context: contextOf(inUse),
    expiresAt: () => inUse.expiresAt,
    keepFresh: (server, log) =>
      watchCertificate({
        files,
        loaded: inUse,
        ...(everyMs === undefined ? {} : { everyMs }),
        onReplaced: (certificate) => {
          inUse = certificate
          server.setSecureContext(contextOf(certificate))
          log.info({ until: new Date(certificate.expiresAt).toISOString() }, 'a new certificate is shown from now on')
        },
        onFault: (faults) =>
          log.error({ faults }, `the certificate on disk cannot be used, the one before stays: ${faults.join(' ')}`),
      }),
  }
}

/** What is older is refused by browsers anyway. */
function contextOf({ cert, key }: Certificate): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2' }
}

/** Where there is https at all. */
export function keepFresh(app: ApiServer, shown: ShownCertificate | undefined): () => void {
  const { server } = app
  return shown === undefined || !(server instanceof Server) ? () => {} : shown.keepFresh(server, app.log)
}

/** What renews it does so a month before; in the last days somebody should know that it did not. */
const warnedBeforeMs = 7 * 86_400_000

export function checkCertificate(expiresAt: number | undefined, now: number): readonly Trouble[] {
  if (expiresAt === undefined || expiresAt - now > warnedBeforeMs) return []
  const day = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')
  const detail = `The certificate of NATTER_TLS_CERT ${expiresAt > now ? 'ends' : 'ended'} on ${day} UTC: renew it.`
  return [{ part: 'tls', error: appError('busy', { detail }), gravity: 'warning' }]
}
