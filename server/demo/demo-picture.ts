import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]
export type DemoScene = { readonly sky: Colour; readonly low: Colour; readonly sea: Colour; readonly sun: number }

/** A drawing of water under a sky, as a PNG: nobody's picture. `sun`: where it stands, from left to right. */
export function drawScene({ sky, low, sea, sun }: DemoScene, width = 960, height = 640): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3))
  const horizon = Math.round(height * 0.58)
  const [sunX, sunY, radius] = [width * sun, horizon - height * 0.16, height * 0.085]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isSun = y < horizon && Math.hypot(x - sunX, y - sunY) < radius
      // Hills on the far shore.
      const hill = horizon - 26 - 22 * Math.sin(x / 97 + sun * 9) - 12 * Math.sin(x / 41)
      const glitter = y > horizon && Math.abs(x - sunX) < (y - horizon) * 0.5 && (x * 7 + y * 13) % 11 < 3
      const colour =
        isSun || glitter
          ? warm
          : y > hill && y < horizon
            ? far
            : shade(y < horizon ? [sky, low] : [low, sea], y, horizon, height)
      rows.set(colour, y * (1 + width * 3) + 1 + x * 3)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits, three colours.
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const warm: Colour = [255, 226, 158]
const far: Colour = [78, 104, 112]

function shade([from, to]: readonly [Colour, Colour], y: number, horizon: number, height: number): Colour {
  const part = y < horizon ? y / horizon : Math.min(1, (y - horizon) / (height - horizon) + 0.25)
  const mix = (place: 0 | 1 | 2) => Math.round(from[place] + (to[place] - from[place]) * part)
  return [mix(0), mix(1), mix(2)]
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
