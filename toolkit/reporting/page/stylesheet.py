"""The style sheet of the report, for screens and A4."""

STYLESHEET = """
:root { --ink: #1c1f23; --soft: #5c636b; --line: #dfe3e8; --paper: #ffffff; --mark: #ffe9c2; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 Georgia, "Times New Roman", serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, h3, nav, table, figcaption, summary, .where { font-family: system-ui, "Segoe UI",
  "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .8rem; padding-top: .6rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: 0;
  margin: 0 0 1rem; font-size: .9rem; }
a { color: #2b4a9b; }
.findings li { margin: .45rem 0; }
figure { margin: 1.4rem 0; }
figure img { width: 100%; height: auto; display: block; }
figcaption { font-size: .84rem; color: var(--soft); margin-top: .4rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .84rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .32rem .6rem .32rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { border-bottom: 1.5px solid var(--ink); white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number, th.number { padding-right: .9rem; }
.day { white-space: nowrap; }
mark { background: var(--mark); padding: 0 .1em; }
.passages li { margin: .7rem 0; }
.where { font-size: .8rem; color: var(--soft); }
summary { cursor: pointer; font-size: .92rem; color: #2b4a9b; margin: .6rem 0; }
pre { font-size: .78rem; white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f7f9;
  padding: .8rem; }
@media screen and (max-width: 40rem) { figure { overflow-x: auto; } figure img { min-width: 34rem; }
  figcaption { position: sticky; left: 0; } th, td { overflow-wrap: break-word; } }
@media screen and (max-width: 35rem) {
  figure:has(img)::before { content: "Wider than the screen: scroll sideways \\2192";
    display: block; position: sticky; left: 0; font-size: .8rem; color: var(--soft); } }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; } nav { display: none; } }
"""
