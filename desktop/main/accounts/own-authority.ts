import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

export type OwnAuthority = { readonly pem: string; readonly subject: string; readonly fingerprint: string }

const mostCharacters = 64_000

/** The certificate in a file that a person chose, if it is one that may sign others. */
export function parseAuthority(file: Uint8Array): OwnAuthority | undefined {
  if (file.length === 0 || file.length > mostCharacters) return undefined
  const certificate = readCertificate(Buffer.from(file))
  if (certificate === undefined || !certificate.ca) return undefined
  return {
    pem: certificate.toString(),
    subject: certificate.subject.replaceAll('\n', ', ').slice(0, 200),
    fingerprint: certificate.fingerprint256,
  }
}

/** What Electron says of a server's certificate; the chain as it was sent, each as PEM. */
export type ServerCertificate = { readonly hostname: string; readonly chain: readonly string[] }

/**
 * Whether a server's certificate comes from the authority that its account was given. Asked only where the system's own
 * check found no authority that it knows: whatever else was wrong stays wrong.
 */
export function isSignedBy(authorityPem: string, { hostname, chain }: ServerCertificate, nowAt: number): boolean {
  const authority = readCertificate(authorityPem)
  const certificates = chain.slice(0, 8).map(readCertificate)
  const [leaf] = certificates
  if (authority === undefined || leaf === undefined || !isFor(leaf, hostname) || !isForServers(leaf)) return false
  let signed = leaf
  for (const issuer of [...certificates.slice(1), authority]) {
    if (issuer === undefined || !isNow(signed, nowAt)) return false
    if (isIssuedBy(signed, authority)) return isNow(authority, nowAt)
    if (!issuer.ca || !isIssuedBy(signed, issuer)) return false
    signed = issuer
  }
  return false
}

function isFor(certificate: X509Certificate, hostname: string): boolean {
  const bare = bareHost(hostname)
  return (isIP(bare) === 0 ? certificate.checkHost(hostname) : certificate.checkIP(bare)) !== undefined
}

/** One that says what it is for and does not say this belongs to a person or a program. */
function isForServers({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.includes('1.3.6.1.5.5.7.3.1') || keyUsage.includes('2.5.29.37.0')
}

function isIssuedBy(signed: X509Certificate, issuer: X509Certificate): boolean {
  return signed.checkIssued(issuer) && signed.verify(issuer.publicKey)
}

/** An address of IP version 6 stands in brackets in some places and not in others. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isNow({ validFrom, validTo }: X509Certificate, nowAt: number): boolean {
  return Date.parse(validFrom) <= nowAt && nowAt <= Date.parse(validTo)
}

function readCertificate(content: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(content)
  } catch {
    return undefined
  }
}

type Trusting = Pick<Electron.Session, 'setCertificateVerifyProc'>

/**
 * `authority`: for this host, of the account whose session it is, as it is now. Of all that goes over the session: main's own
 * requests, and the WebSocket of its worker. 0 trusts, -3 leaves it to Chromium.
 */
export function trustAuthority(
  session: Trusting,
  authority: (hostname: string) => string | undefined,
  now: () => number,
): void {
  session.setCertificateVerifyProc(({ hostname, certificate, verificationResult }, answer) => {
    const pem = authority(bareHost(hostname))
    const isUnknown = verificationResult === 'net::ERR_CERT_AUTHORITY_INVALID'
    const isOurs = pem !== undefined && isUnknown && isSignedBy(pem, { hostname, chain: chainOf(certificate) }, now())
    answer(isOurs ? 0 : -3)
  })
}

function chainOf(certificate: Electron.Certificate): string[] {
  const chain: string[] = []
  // A root is its own issuer.
  for (let next: Electron.Certificate | undefined = certificate; next !== undefined && chain.length < 8; ) {
    if (chain.includes(next.data)) break
    chain.push(next.data)
    next = next.issuerCert
  }
  return chain
}
