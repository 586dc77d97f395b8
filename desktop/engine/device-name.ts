/** How this device is called in the list of devices, from what the browser says of itself: "Firefox on Linux". */
export function buildDeviceName(userAgent: string): string {
  const browser = firstMatch(userAgent, browsers) ?? 'Browser'
  const system = firstMatch(userAgent, systems)
  return system === undefined ? browser : `${browser} on ${system}`
}

// In this order: Edge also says Chrome, Chrome also says Safari.
const browsers = [
  [/Electron\//, 'Natter desktop'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const systems = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

function firstMatch(text: string, table: readonly (readonly [RegExp, string])[]): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
}
