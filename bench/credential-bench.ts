import { buildTable, sayCount } from './figures.ts'
import { measureIssuing } from './issuing-speed.ts'

/** Credentials a second on one core: signing alone, and with the check of the key's proof that each request needs. */
export async function runCredentialBench(): Promise<void> {
  const rows = [['', 'JWT bytes', 'signed/s', 'proofs checked/s', 'both/s']]
  for (const rooms of [10, 100, 1_000]) {
    const { issuedPerSecond, proofsPerSecond, jwtBytes } = measureIssuing(rooms, 1_000)
    const both = 1 / (1 / issuedPerSecond + 1 / proofsPerSecond)
    rows.push([
      `${rooms} rooms`,
      sayCount(jwtBytes),
      sayCount(issuedPerSecond),
      sayCount(proofsPerSecond),
      sayCount(both),
    ])
  }
  console.log('\nCredentials, one core:')
  console.log(buildTable(rows))
}
