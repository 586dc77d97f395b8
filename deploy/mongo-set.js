// Makes the replica set of docker-compose.yaml, unless it stands, and waits until it has a primary.
const members = [1, 2, 3].map((n) => ({ _id: n, host: `mongo-${n}:27017` }))

try {
  rs.status()
} catch (_) {
  rs.initiate({ _id: 'natter', members })
}

for (let tries = 0; !db.hello().isWritablePrimary && !db.hello().primary; tries += 1) {
  if (tries === 60) quit(1)
  sleep(1000)
}
