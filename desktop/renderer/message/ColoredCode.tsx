import { colorCode } from '../text/code-colors.ts'
import styles from './ColoredCode.module.css'

export function ColoredCode({ text, language }: { readonly text: string; readonly language: string }) {
  return colorCode(text, language).map((piece, index) =>
    piece.tone === undefined ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces are cut from one text and have no life of their own
      <span key={index} className={styles[piece.tone]}>
        {piece.text}
      </span>
    ),
  )
}
