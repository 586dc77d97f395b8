import { createHash } from 'node:crypto'

/** Stands in each page, so that each can be read alone. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f1c17;--soft:#575146;--line:#e8e4dd;--tint:#f4f2ee;--accent:#0a6359}
@media (prefers-color-scheme:dark){:root{--paper:#1b1916;--ink:#f1ede6;--soft:#beb6a9;--line:#2e2a25;--tint:#25221e;--accent:#63cbbb}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
.page{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}
.top{border-bottom:1px solid var(--line);padding-bottom:1rem;margin-bottom:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
.top p{margin:.25rem 0;color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.75rem 0 0}
.day{display:flex;align-items:center;gap:.75rem;font-size:.8rem;font-weight:600;color:var(--soft);margin:1.75rem 0 .75rem}
.day::before,.day::after{content:"";flex:1;border-top:1px solid var(--line)}
.notice{color:var(--soft);font-size:.85rem;text-align:center;margin:.5rem 0}
.message{display:grid;grid-template-columns:2.25rem minmax(0,1fr);gap:0 .75rem;padding:.4rem .25rem;border-radius:.5rem}
.message:target{background:var(--tint);outline:2px solid var(--accent)}
.face{width:2.25rem;height:2.25rem;border-radius:50%;display:grid;place-items:center;font-weight:600;color:#fff;grid-row:1/span 2}
.c0{background:#3b5bdb}.c1{background:#0b7285}.c2{background:#2b8a3e}.c3{background:#9c36b5}.c4{background:#c2255c}.c5{background:#b8470b}.c6{background:#5f3dc4}.c7{background:#495057}
.follow .face{visibility:hidden;height:0}
.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem;font-size:.8rem;color:var(--soft)}
.head b{font-size:.95rem;color:var(--ink)}
.head a{color:inherit;text-decoration:none}.head a:hover{text-decoration:underline}
.follow{padding-top:0}
.body{min-width:0;grid-column:2}
.text{unicode-bidi:plaintext}
.text p,.text ul,.text ol,.text blockquote,.text pre,.text table{margin:.25rem 0;unicode-bidi:plaintext}
.text h1,.text h2,.text h3,.text h4,.text h5,.text h6{font-size:1.05rem;margin:.5rem 0 .25rem}
.text blockquote{border-inline-start:3px solid var(--line);padding-inline-start:.75rem;color:var(--soft)}
.text pre{background:var(--tint);padding:.6rem .75rem;border-radius:.5rem;overflow-x:auto}
code{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.9em}
.text table{border-collapse:collapse;display:block;overflow-x:auto}.text th,.text td{border:1px solid var(--line);padding:.2rem .5rem}
.quote{display:block;border-inline-start:3px solid var(--accent);padding:.1rem .6rem;margin:.2rem 0;color:var(--soft);font-size:.9rem;text-decoration:none}
.gone{color:var(--soft);font-style:italic;margin:.2rem 0}
.note{color:var(--soft);font-size:.85rem;margin:.2rem 0}
figure{margin:.4rem 0}figcaption{color:var(--soft);font-size:.85rem;margin-top:.2rem}
figure img,figure video{display:block;margin-bottom:.4rem;max-width:min(100%,30rem);max-height:24rem;width:auto;height:auto;border-radius:.5rem;background:var(--tint)}
figure audio{width:min(100%,24rem)}
.file{display:inline-block;border:1px solid var(--line);border-radius:.5rem;padding:.4rem .75rem;max-width:100%}
.preview{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .75rem;margin:.4rem 0;max-width:30rem}
.preview img{display:block;max-width:100%;height:auto;max-height:14rem;border-radius:.35rem;margin-bottom:.4rem}
.preview p{margin:.15rem 0}
.reactions{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem;padding:0;margin:.3rem 0;font-size:.85rem}
.reactions li{background:var(--tint);border:1px solid var(--line);border-radius:1rem;padding:.05rem .6rem}
.answer{margin-inline-start:3rem;border-inline-start:2px solid var(--line);padding-inline-start:.75rem}
details summary{color:var(--soft);cursor:pointer}
.pages{padding:0;list-style:none;border-top:1px solid var(--line)}
.pages li{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;border-bottom:1px solid var(--line);padding:.5rem 0}
.pages span{color:var(--soft)}
@media print{.page{max-width:none;padding:0}nav{display:none}.message,figure{break-inside:avoid}:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#f4f4f4;--accent:#000}details{display:block}}
@media (max-width:30rem){.answer{margin-inline-start:1rem}}
`

const styleDigest = createHash('sha256').update(pageStyle).digest('base64')
/** Nothing runs, nothing is sent, nothing is fetched but what lies beside the page. */
export const pagePolicy =
  `default-src 'none'; style-src 'sha256-${styleDigest}'; img-src 'self' file:; media-src 'self' file:; ` +
  "base-uri 'none'; form-action 'none'"
