import address from '../../engine/engine-main.ts?sharedworker&url'

/** As far as it is used; TypeScript's own library does not have it yet. */
type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

/**
 * Where the engine lies. Under the desktop's policy a plain text is refused as a worker's address, so that no text of
 * somebody else's becomes one; `app-worker` is the one policy that is allowed there, and it knows this one file.
 */
export function engineAddress(): string {
  policy ??= trustedTypes()?.createPolicy('app-worker', { createScriptURL: onlyEngine })
  return policy?.createScriptURL(address) ?? address
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

function onlyEngine(url: string): string {
  if (url !== address) throw new TypeError('no worker of ours')
  return url
}

/** Not every browser has them. */
function trustedTypes(): TrustedTypes | undefined {
  return (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes
}
