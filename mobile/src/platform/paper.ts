/** How a paper looks; the page of browsers says the same in index.html. */
export const PAPER = `
@page { size: A5; margin: 10mm; }
.pass { color: #000; background: #fff; font: 11pt/1.35 system-ui, sans-serif; text-align: center; }
.pass p { margin: 0 0 6pt; }
.pass .brand { font-size: 12pt; font-weight: 700; text-align: left; border-bottom: 1pt solid #000; padding-bottom: 4pt; }
.pass h1 { font-size: 20pt; line-height: 1.2; margin: 12pt 0 2pt; }
.pass .hours { font-size: 15pt; }
.pass .code { font-size: 38pt; line-height: 1.1; font-weight: 700; letter-spacing: 2pt; white-space: nowrap; margin: 10pt 0 0; }
.pass svg { display: block; width: 44mm; height: 44mm; margin: 0 auto; }
.pass ul { list-style: none; margin: 4pt 0 10pt; padding: 6pt 0; text-align: left; border-top: 1pt solid #000; border-bottom: 1pt solid #000; }
.pass li { margin: 3pt 0; line-height: 1.25; break-inside: avoid; }
.pass.many ul { columns: 2; column-gap: 8mm; font-size: 10pt; }
.pass.many svg { width: 34mm; height: 34mm; }
.pass .small { font-size: 9pt; }
`;
