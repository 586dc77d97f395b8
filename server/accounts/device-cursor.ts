import { type DeviceId, parseDeviceId } from '../../common/ids.ts'

/** A place in a list of devices, newest first; it stays one when the device that it names is gone by the next page. */
export type DevicePlace = { readonly createdAt: number; readonly id: DeviceId }

export function buildDeviceCursor({ createdAt, id }: DevicePlace): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url')
}

export function parseDeviceCursor(cursor: string): DevicePlace | undefined {
  const [, createdAt, name] = /^(\d{1,15}) (\w+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const id = parseDeviceId(name)
  return id === undefined ? undefined : { createdAt: Number(createdAt), id }
}

/** In the order of `loadDevicesOfUser`. */
export function isAfter(device: DevicePlace, place: DevicePlace): boolean {
  return device.createdAt === place.createdAt ? device.id > place.id : device.createdAt < place.createdAt
}
