// For mongosh: makes the replica set of docker-compose.yaml and the user of the control planes, unless they stand, and waits
// until there is a primary.
const { MONGO_ROOT_PASSWORD, MONGO_PASSWORD } = process.env
const hosts = [1, 2, 3].map((n) => `mongo-${n}:27017`)
const asRoot = (where, options) => new Mongo(`mongodb://root:${MONGO_ROOT_PASSWORD}@${where}/admin?${options}`)

const first = asRoot(hosts[0], 'directConnection=true').getDB('admin')
try {
  first.runCommand({ replSetGetStatus: 1 }).ok || initiate()
} catch (_) {
  initiate()
}
function initiate() {
  first.runCommand({
    replSetInitiate: { _id: 'natter', members: hosts.map((host, n) => ({ _id: n + 1, host })) },
  })
}

for (let tries = 0; !first.hello().isWritablePrimary && !first.hello().primary; tries += 1) {
  if (tries === 60) quit(1)
  sleep(1000)
}

const natter = asRoot(hosts.join(), 'replicaSet=natter').getDB('natter')
const user = { pwd: MONGO_PASSWORD, roles: [{ role: 'readWrite', db: 'natter' }] }
if (natter.getUser('natter') === null) natter.createUser({ user: 'natter', ...user })
else natter.updateUser('natter', user)
