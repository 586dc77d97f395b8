import { bridgeName, type DesktopBridge } from '../../bridge.ts'

/** The desktop's bridge, or nothing in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  return (window as unknown as Readonly<Record<string, DesktopBridge | undefined>>)[bridgeName]
}
