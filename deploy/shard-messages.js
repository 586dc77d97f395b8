// For mongosh, on the mongos of a sharded cluster: spreads the messages, and what is searched of them, over its shards, by room and id. Once; a second time it
// changes nothing, and on a plain replica set it says so and does nothing.
//   mongosh "mongodb://root:…@mongos-1/admin" deploy/shard-messages.js
// The key is the unique index of the collection, so that the cluster itself refuses a second copy of a message, and a page,
// which names its room, asks one shard. Everything else stays on the database's primary shard: it is small.
const name = process.env.NATTER_DATABASE || 'natter'
const key = { room: 1, id: 1 }

if (db.hello().msg !== 'isdbgrid') {
  print('This is no sharded cluster (no mongos answered): nothing to do.')
} else {
  for (const one of ['messages', 'search_entries']) {
    const collection = `${name}.${one}`
    if (db.getSiblingDB('config').collections.findOne({ _id: collection, unsplittable: { $ne: true } })) {
      print(`${collection} is sharded already.`)
      continue
    }
    sh.enableSharding(name)
    db.getSiblingDB(name)[one].createIndex(key, { unique: true })
    sh.shardCollection(collection, key, true)
    print(`${collection} is sharded by ${JSON.stringify(key)}.`)
  }
}
