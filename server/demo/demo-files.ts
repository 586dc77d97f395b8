import { drawScene } from './demo-picture.ts'
import type { SentFile } from './demo-world.ts'

const words = (name: string, type: string, text: string): SentFile => ({ name, type, bytes: Buffer.from(text) })
const picture = (name: string, bytes: Buffer): SentFile => ({ name, type: 'image/png', bytes })

/** What is sent in the demo: drawn and written for it, and nobody's. */
export function drawDemoFiles(): readonly SentFile[] {
  return [
    picture(
      'harbour-at-dawn.png',
      drawScene({ sky: [92, 116, 160], low: [247, 186, 140], sea: [70, 96, 128], sun: 0.32 }),
    ),
    picture(
      'berth-seven.png',
      drawScene({ sky: [142, 186, 214], low: [226, 236, 232], sea: [64, 120, 124], sun: 0.78 }),
    ),
    picture(
      'sail-in-the-evening.png',
      drawScene({ sky: [60, 50, 92], low: [222, 122, 106], sea: [44, 52, 84], sun: 0.56 }),
    ),
    words(
      'survey-notes.txt',
      'text/plain',
      'Survey, berth 4 to 9\n\npiles found: 12 of 16 (missing 5, 6, 11, 14)\nfender chain: gone\ndepth at the ladder: 4.1 m, 4.0 m\n',
    ),
    words('loads-berth-7.csv', 'text/csv', 'bay,limit t\n1,8\n2,8\n3,6.5\n4,8\n'),
  ]
}
