// Draws every icon of the desktop from two shapes, and writes them down: `npm run icons`, after a change of the mark. What
// it makes is committed, so that nobody needs a browser to build or to package.
import './check-node.mjs'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ensureChromium } from './fetching/chromium.mjs'
import { inRepo } from './repo-paths.mjs'
import { PlainError, runMain, say } from './say.mjs'

const pine = '#0b6e63'
const persimmon = '#e8602c'
/** The bubble of the mark, on a field of 24. */
const bubble = 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z'

const appIcon = (size, inset) => `
  <svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100">
    <rect x="${inset}" y="${inset}" width="${100 - 2 * inset}" height="${100 - 2 * inset}" rx="${(100 - 2 * inset) * 0.22}" fill="${pine}"/>
    <g transform="translate(${50 - 27} ${50 - 27}) scale(2.25)" fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round">
      <path d="${bubble}"/>
    </g>
  </svg>`

/** Systems cut it into a shape of their own: the mark stays within what all of them leave. */
const maskableIcon = (size) => `
  <svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100">
    <rect width="100" height="100" fill="${pine}"/>
    <g transform="translate(${50 - 21} ${50 - 21}) scale(1.75)" fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round">
      <path d="${bubble}"/>
    </g>
  </svg>`

const dots = { none: '', quiet: '', unread: 'ink', 'for-you': persimmon }
const trayIcon = (size, mark, ink) => {
  const dot = dots[mark] === 'ink' ? ink : dots[mark]
  // A hole around the dot, so that it is seen on any bar.
  const hole = dot && '<circle cx="18.5" cy="5.5" r="6.5" fill="#000"/>'
  const bar =
    mark === 'quiet' ? `<path d="M8.5 12.5h7" stroke="${ink}" stroke-width="2.4" stroke-linecap="round"/>` : ''
  return `
  <svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 24 24">
    <mask id="m"><rect width="24" height="24" fill="#fff"/>${hole}</mask>
    <g mask="url(#m)"><path d="${bubble}" fill="none" stroke="${ink}" stroke-width="2.2" stroke-linejoin="round"/>${bar}</g>
    ${dot && `<circle cx="18.5" cy="5.5" r="4.5" fill="${dot}"/>`}
  </svg>`
}
const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><circle cx="16" cy="16" r="13" fill="${persimmon}"/></svg>`

const looks = { '-light': '#23201b', '-dark': '#f6f4f0', Template: '#000000' }
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

await runMain(async () => {
  const chromium = await ensureChromium()
  if (chromium.skipped) throw new PlainError(`Icons need a browser: ${chromium.skipped}`)
  const { chromium: playwright } = await import('playwright')
  const browser = await playwright.launch({ executablePath: chromium.path, args: ['--no-sandbox'] })
  const page = await browser.newPage()
  const draw = async (svg, size) => {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>*{margin:0}svg{display:block}</style>${svg}`)
    return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })
  }
  try {
    const app = new Map()
    for (const size of appSizes) app.set(size, await draw(appIcon(size, 0), size))
    const mac = new Map()
    // macOS wants air around: a tenth on each side.
    for (const size of appSizes) mac.set(size, await draw(appIcon(size, 10), size))
    for (const [size, png] of app) if (size !== 24 && size !== 1024) put(`linux/${size}x${size}.png`, png)
    put('icon.png', app.get(1024))
    put('icon.ico', buildIco([16, 24, 32, 48, 64, 128, 256].map((size) => [size, app.get(size)])))
    put('icon.icns', buildIcns(mac))
    put('shown/window.png', app.get(256))
    put('shown/overlay.png', await draw(overlay, 32))
    for (const size of [192, 512]) {
      putWeb(`app-${size}.png`, await draw(appIcon(size, 0), size))
      putWeb(`maskable-${size}.png`, await draw(maskableIcon(size), size))
    }
    putWeb('apple-touch.png', await draw(maskableIcon(180), 180))
    for (const mark of Object.keys(dots)) {
      for (const [look, ink] of Object.entries(looks)) {
        // On a bar of macOS the system gives the colour, so the dot is the bubble's own.
        const shown = look === 'Template' && mark === 'for-you' ? 'unread' : mark
        const base = look === 'Template' ? 18 : 24
        put(`shown/tray-${mark}${look}.png`, await draw(trayIcon(base, shown, ink), base))
        put(`shown/tray-${mark}${look}@2x.png`, await draw(trayIcon(base * 2, shown, ink), base * 2))
      }
    }
  } finally {
    await browser.close()
  }
  say('The icons are drawn: desktop/main/icons, desktop/renderer/public/icons')
})

const put = (name, content) => write(inRepo('desktop', 'main', 'icons', name), content)
/** For browsers that install the app. */
const putWeb = (name, content) => write(inRepo('desktop', 'renderer', 'public', 'icons', name), content)

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** A directory of PNGs, as Windows reads it since Vista. */
function buildIco(images) {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  images.forEach(([size, png], index) => {
    const at = 6 + 16 * index
    head.writeUInt8(size === 256 ? 0 : size, at)
    head.writeUInt8(size === 256 ? 0 : size, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...images.map(([, png]) => png)])
}

/** Apple's names of the places that take a PNG. */
function buildIcns(images) {
  const places = [
    ['icp4', 16],
    ['icp5', 32],
    ['ic07', 128],
    ['ic08', 256],
    ['ic09', 512],
    ['ic10', 1024],
    ['ic11', 32],
    ['ic12', 64],
    ['ic13', 256],
    ['ic14', 512],
  ]
  const blocks = places.map(([name, size]) => block(name, images.get(size)))
  return block('icns', Buffer.concat(blocks))
}

function block(name, content) {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
