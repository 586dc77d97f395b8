/**
 * What NATS clients of every language read with their `creds` option: the credential and the seed that it belongs to.
 * Source: https://docs.nats.io/using-nats/developer/connecting/creds
 */
export function buildCredsFile(jwt: string, seed: string | undefined): string {
  const credential = `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n`
  // Whoever brought a key of their own has its seed, and nobody else.
  if (seed === undefined) return credential
  const warning = 'The seed below is a secret: whoever has it is this bot.'
  return `${credential}\n${warning}\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`
}
