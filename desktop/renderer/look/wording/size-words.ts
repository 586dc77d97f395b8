const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const formats = new Map<string, Intl.NumberFormat>()

/** "18.4 MB", as the language writes it: thousands, as the systems' own file lists count. */
export function sizeWords(sizeBytes: number, locale: string): string {
  const step = sizeBytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1)
  const value = sizeBytes / 1_000 ** step
  const unit = units[step] ?? 'byte'
  const digits = step > 0 && value < 100 ? 1 : 0
  const key = `${locale}|${unit}|${digits}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits })
  formats.set(key, format)
  return format.format(value)
}
