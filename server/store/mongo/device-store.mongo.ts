import type { WithId } from 'mongodb'
import type { DeviceId, UserId } from '../../../common/ids.ts'
import type { DeviceRow, DeviceStore } from '../account-store.ts'
import type { Collections, DeviceDocument } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

export function buildMongoDevices({ devices, refreshFamilies, refreshHashes }: Collections): DeviceStore {
  return {
    putDevice: async ({ id, user, name, createdAt, lastSeenAt, passwordVersion, system, lastAddress, endedAt }) => {
      await retryOnDuplicate(() =>
        devices.updateOne(
          { _id: id },
          {
            $setOnInsert: { user, createdAt, passwordVersion, system, lastAddress },
            $set: { name },
            $max: { lastSeenAt },
          },
          { upsert: true },
        ),
      )
      if (endedAt !== undefined)
        await devices.updateOne({ _id: id, endedAt: { $exists: false } }, { $set: { endedAt } })
    },
    loadDevice: async (device) => {
      const document = await devices.findOne({ _id: device })
      return document === null ? undefined : deviceFrom(document)
    },
    loadDevicesOfUser: async (user) =>
      (
        await devices
          .find({ user, endedAt: { $exists: false } })
          .sort({ createdAt: -1, _id: 1 })
          .toArray()
      ).map(deviceFrom),
    loadLastSeen: async (users) => {
      const found = devices.find({ user: { $in: [...users] } }, { projection: { _id: 0, user: 1, lastSeenAt: 1 } })
      const seen = new Map<UserId, number>()
      for await (const { user, lastSeenAt } of found) seen.set(user, Math.max(seen.get(user) ?? 0, lastSeenAt))
      return seen
    },
    touchDevice: async (device, lastSeenAt, lastAddress) => {
      const set = { lastSeenAt, ...(lastAddress === undefined ? {} : { lastAddress }) }
      await devices.updateOne({ _id: device, lastSeenAt: { $lt: lastSeenAt } }, { $set: set })
    },
    endDevice: async (device, endedAt) => {
      // The device first: that is the one step that decides, and an exchange asks for it. The rest is tidying up.
      const ended = await devices.updateOne({ _id: device, endedAt: { $exists: false } }, { $set: { endedAt } })
      await refreshFamilies.deleteOne({ _id: device })
      await refreshHashes.deleteMany({ device })
      return ended.matchedCount === 1
    },
    endOtherDevices: async ({ user, keep, passwordVersion, endedAt }) => {
      const isEarlier = [{ passwordVersion: { $exists: false } }, { passwordVersion: { $lt: passwordVersion } }]
      const standing = { user, _id: { $ne: keep }, $or: isEarlier, endedAt: { $exists: false } }
      const ids = (await devices.find(standing).project<{ _id: DeviceId }>({ _id: 1 }).toArray()).map(({ _id }) => _id)
      await devices.updateMany({ _id: { $in: ids }, endedAt: { $exists: false } }, { $set: { endedAt } })
      await refreshFamilies.deleteMany({ _id: { $in: ids } })
      await refreshHashes.deleteMany({ device: { $in: ids } })
    },
    forgetDevices: async (user) =>
      (await devices.updateMany({ user }, { $set: { name: '' }, $unset: { system: '', lastAddress: '' } }))
        .matchedCount,
  }
}

function deviceFrom({ _id, ...device }: WithId<DeviceDocument>): DeviceRow {
  return { id: _id, ...device }
}
