import ipaddr from 'ipaddr.js'

/** Public by its range, and the inside of a cloud: its machines are told their secrets there. */
const ofClouds: ReadonlySet<string> = new Set(['168.63.129.16'])

/**
 * Whether an address leads out: to a machine that anybody could ask. What is loopback, private, link-local, of a carrier, reserved or
 * only wraps another address is not: whoever asked this server to go there would be inside.
 */
export function isOutside(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  // Of IPv6 all that is given out to anybody begins so; what wraps an IPv4 address in an old way does not.
  const isGiven = parsed instanceof ipaddr.IPv4 || ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000
  return isGiven && parsed.range() === 'unicast' && !ofClouds.has(parsed.toString())
}
