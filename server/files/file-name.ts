import { maxFileNameCharacters } from '../../common/http-contract/file-contract.ts'
import { turningMarks } from '../../common/turning-marks.ts'
import { countCharacters } from '../../common/well-formed-text.ts'

const nameless = 'file'
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\u200b\u00ad\u2060]/gu
/** What Windows refuses in a name, and what other systems take for a way. */
const forbidden = /[<>:"|?*]/g
const devices = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i

/** The name under which a file may be saved anywhere: what its sender calls it, without ways, signs that nobody sees, and places of devices. */
export function cleanFileName(given: string | null | undefined): string {
  const last = (given ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  // `gpj.exe` would be read as `exe.jpg`.
  const seen = last.replace(turningMarks, '').replace(unseen, '').replace(forbidden, '_')
  // A dot at the end is not seen on Windows, one at the beginning hides it elsewhere.
  const trimmed = seen
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  const named = trimmed.replace(devices, (device) => `_${device}`)
  return named === '' ? nameless : shorten(named)
}

/** The ending stays: by it systems choose what opens a file. */
function shorten(name: string): string {
  if (countCharacters(name) <= maxFileNameCharacters) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : ''
  const stem = Array.from(ending === '' ? name : name.slice(0, dot))
  return `${stem.slice(0, maxFileNameCharacters - Array.from(ending).length).join('')}${ending}`
}

/** As RFC 6266 has it: plain letters for who knows no others, and the name itself. */
export function buildDisposition(name: string, shows: 'inline' | 'attachment'): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${shows}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
