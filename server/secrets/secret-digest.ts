import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, base64url: 43 characters. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept in place of a secret of ours: 128 random bits and more need no salt and no slow hash, nobody tries them all. */
export function digestOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Takes as long whether it is or not. Undefined: nothing is kept, and nothing is right. */
export function isSecretOf(secret: string, digest: string | undefined): boolean {
  const [given, kept] = [Buffer.from(digestOfSecret(secret)), Buffer.from(digest ?? digestOfSecret(''))]
  return given.length === kept.length && timingSafeEqual(given, kept) && digest !== undefined
}
