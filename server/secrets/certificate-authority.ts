// The library below wants it, and takes it from the global scope.
import 'reflect-metadata'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** An authority of one's own, for the parts of one installation to know each other by. PEM, the key without passphrase. */
export type PemPair = { readonly cert: string; readonly key: string }

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
/** So that a machine whose clock is a little behind takes a certificate that was made just now. */
const backdatedMs = 3_600_000

/** Signs nothing but the certificates below it. */
export async function createAuthority(name: string, { now, lifeMs }: Lifetime): Promise<PemPair> {
  const keys = await createKeys()
  return sign({
    subject: name,
    issuer: { name, privateKey: keys.privateKey },
    keys,
    now,
    lifeMs,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
}

/** For one host, under all its names and addresses: to serve, and to connect to the others of its kind. */
export async function createHostCertificate(
  authority: PemPair,
  names: readonly string[],
  { now, lifeMs }: Lifetime,
): Promise<PemPair> {
  const [first = ''] = names
  const keys = await createKeys()
  const issuer = new X509Certificate(authority.cert)
  return sign({
    subject: first,
    issuer: { name: commonNameOf(issuer), privateKey: await importKey(authority.key) },
    keys,
    now,
    // No longer than who vouches for it.
    lifeMs: Math.min(lifeMs, Date.parse(issuer.validTo) - now),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(await importPublicKey(issuer)),
    ],
  })
}

export type Lifetime = { readonly now: number; readonly lifeMs: number }

type Signing = Lifetime & {
  readonly subject: string
  readonly issuer: { readonly name: string; readonly privateKey: webcrypto.CryptoKey }
  readonly keys: webcrypto.CryptoKeyPair
  readonly extensions: Extension[]
}

async function sign({ subject, issuer, keys, now, lifeMs, extensions }: Signing): Promise<PemPair> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [subject] }],
    issuer: [{ CN: [issuer.name] }],
    notBefore: new Date(now - backdatedMs),
    notAfter: new Date(now + lifeMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: issuer.privateKey,
    extensions,
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' })
  return { cert: `${certificate.toString('pem')}\n`, key: key.toString() }
}

function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}

function importPublicKey({ publicKey }: X509Certificate): Promise<webcrypto.CryptoKey> {
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return webcrypto.subtle.importKey('spki', der, algorithm, true, ['verify'])
}

function commonNameOf({ subject }: X509Certificate): string {
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? ''
}

/** Positive, and no two alike: nats-server and browsers refuse a second certificate under a serial of the same issuer. */
function randomSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}
