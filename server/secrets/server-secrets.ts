import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ensureKeyFile } from './key-file.ts'

export type ServerSecrets = {
  readonly accessTokenKey: { readonly privatePem: string; readonly publicPem: string }
  /** What the successors of refresh tokens are derived with. */
  readonly refreshSecret: Buffer
  /** What lines of the audit log are MACed with. */
  readonly auditSecret: Buffer
}

const makeSecret = () => randomBytes(32).toString('base64url')
export const auditSecretFile = 'audit-log.secret'

/** `<data>/keys`, mode 0600. Every copy of the server needs the same ones. Throws Node's file errors. */
export function ensureServerSecrets(keysDir: string): ServerSecrets {
  const privatePem = ensureKeyFile(join(keysDir, 'access-token.pem'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  )
  const publicPem = createPublicKey(createPrivateKey(privatePem)).export({ format: 'pem', type: 'spki' }).toString()
  const refresh = ensureKeyFile(join(keysDir, 'refresh-token.secret'), makeSecret)
  return {
    accessTokenKey: { privatePem, publicPem },
    refreshSecret: Buffer.from(refresh.trim(), 'base64url'),
    auditSecret: Buffer.from(ensureKeyFile(join(keysDir, auditSecretFile), makeSecret).trim(), 'base64url'),
  }
}
