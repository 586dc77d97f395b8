// Imported first by every script: the others may use what only a new enough Node has.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Natter needs Node 20.19 or newer; this is ${process.version}. Install a newer one from nodejs.org.`)
  process.exit(1)
}
