import { parseServerConfig } from '../server-config.ts'
import { buildDoctorReport, trouble } from './doctor-finding.ts'
import { runDoctor } from './run-doctor.ts'

// `npm run doctor` asks this for all that the server's code knows of; in the image it is called by itself. Ends with 1
// where something is wrong. `--running`: Natter runs here, so that a broker that does not answer is a fault.
const config = parseServerConfig(process.env, process.cwd())
const findings = config.ok
  ? await runDoctor(config.value, process.argv.includes('--running') || Boolean(process.env.NATTER_NATS_URL))
  : config.error.map((fault) => trouble(fault, 'Put this setting right; README.md lists them.'))
for (const line of buildDoctorReport(findings)) console.log(line)
process.exitCode = findings.some(({ kind }) => kind === 'trouble') ? 1 : 0
