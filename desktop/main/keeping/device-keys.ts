import { createUser, fromSeed, type KeyPair } from '@nats-io/nkeys'
import type { SecretVault } from './secret-vault.ts'

/** The keys of an account's devices: the seed is sealed here, and what leaves is a signature. */
export type ShellDeviceKeys = {
  /** A new device: whatever key there was before is gone. Answers the public key. */
  create(user: string): Promise<string>
  open(user: string): Promise<string | undefined>
  /** base64url; `undefined` where there is no key. */
  sign(user: string, text: string): Promise<string | undefined>
  remove(user: string): Promise<void>
}

export function buildShellDeviceKeys(vault: SecretVault, account: string): ShellDeviceKeys {
  const pairs = new Map<string, KeyPair>()
  const nameOf = (user: string) => `${account}/seed/${user}`

  async function pairOf(user: string): Promise<KeyPair | undefined> {
    const known = pairs.get(user)
    if (known !== undefined) return known
    const seed = await vault.load(nameOf(user))
    const pair = seed === undefined ? undefined : openSeed(seed)
    if (pair !== undefined) pairs.set(user, pair)
    return pair
  }
  return {
    async create(user) {
      const pair = createUser()
      pairs.set(user, pair)
      await vault.put(nameOf(user), new TextDecoder().decode(pair.getSeed()))
      return pair.getPublicKey()
    },
    open: async (user) => (await pairOf(user))?.getPublicKey(),
    async sign(user, text) {
      const signature = (await pairOf(user))?.sign(new TextEncoder().encode(text))
      return signature && Buffer.from(signature).toString('base64url')
    },
    async remove(user) {
      pairs.delete(user)
      await vault.remove(nameOf(user))
    },
  }
}

/** What was tampered with is as good as lost, and a lost key is a new device. */
function openSeed(seed: string): KeyPair | undefined {
  try {
    return fromSeed(new TextEncoder().encode(seed))
  } catch {
    return undefined
  }
}
