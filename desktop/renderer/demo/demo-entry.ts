import { demoPeople, demoQuery } from '../../../common/demo.ts'

/** Who an address of the demo says to come in as, once: whoever loads the page again has decided otherwise meanwhile. */
export function takeDemoEntry(): string | undefined {
  const address = new URL(location.href)
  const wanted = demoHandle(address.searchParams.get(demoQuery))
  if (wanted === undefined) return undefined
  address.searchParams.delete(demoQuery)
  history.replaceState(null, '', address)
  return wanted
}

/** Only one of those: an address made by somebody else brings nobody in as anybody else. */
export function demoHandle(wanted: string | null): string | undefined {
  return demoPeople.find(({ handle }) => handle === wanted)?.handle
}
