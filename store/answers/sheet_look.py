"""How a sheet that leaves the desk looks: the colours of the app, and one stylesheet."""

from collections.abc import Mapping

# The same as the app's own (pages/shared/tokens.py), which a test holds.
LIGHT: Mapping[str, str] = {
    "page": "#FFFFFF", "panel": "#F4F6F9", "text": "#16202E", "muted": "#566273",
    "hair": "#ECEFF3", "line": "#DDE2E9", "primary": "#1F5FBF", "orange": "#D9720A",
    "good": "#0A6B58", "good_bg": "#E6F5F0", "good_line": "#B9E2D6",
    "warn": "#85560F", "warn_bg": "#FCF5E3", "warn_line": "#EBD9A8",
    "bad": "#A8370A", "bad_bg": "#FDEDE3", "bad_line": "#F3C9B0",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "page": "#0F141B", "panel": "#18202B", "text": "#E6EBF2", "muted": "#9AA7B8",
    "hair": "#222B37", "line": "#2A3442", "primary": "#6AA8F5", "orange": "#F29A4A",
    "good": "#5FD6B9", "good_bg": "#10261F", "good_line": "#1F4A3E",
    "warn": "#F0C667", "warn_bg": "#272010", "warn_line": "#4A3C17",
    "bad": "#FF9F66", "bad_bg": "#2E1B11", "bad_line": "#5A321C",
}  # fmt: skip


def _variables(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in colours.items())


CSS = f"""
:root{{color-scheme:light dark;{_variables(LIGHT)}}}
@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}
@media print{{:root{{color-scheme:light;{_variables(LIGHT)}}}}}
*{{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
body{{font:15px/1.45 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);
background:var(--page);max-width:1120px;margin:1.4rem auto;padding:0 1.1rem}}
h1{{font-size:1.5rem;line-height:1.2;margin:0}}h2{{font-size:1rem;margin:0 0 .1rem}}
p{{margin:.15rem 0}}.sub,.note,.side{{color:var(--muted);font-size:.86rem}}
b{{font-weight:650}}
.verdict{{padding:.7rem 1rem;margin:.8rem 0;border:1px solid var(--line);border-radius:10px;
background:var(--panel);font-size:1.08rem}}
.good,.warn,.bad{{font-weight:600}}
.good{{color:var(--good)}}.warn{{color:var(--warn)}}.bad{{color:var(--bad)}}
.verdict.good,.verdict.warn,.verdict.bad{{color:var(--text);font-weight:400}}
.verdict.good{{background:var(--good-bg);border-color:var(--good-line)}}
.verdict.warn{{background:var(--warn-bg);border-color:var(--warn-line)}}
.verdict.bad{{background:var(--bad-bg);border-color:var(--bad-line)}}
.tiles{{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:.7rem}}
.tile,.card{{border:1px solid var(--line);border-radius:10px;padding:.7rem .8rem;min-width:0}}
.tile h3{{font-size:.86rem;font-weight:500;margin:0}}
.tile svg{{float:right;width:72px;height:24px;margin:2px 0 0 8px}}
.value{{font-size:1.5rem;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums}}
.chip{{font-size:.83rem}}svg{{overflow:visible}}
path{{fill:none;stroke:var(--primary);stroke-width:2;vector-effect:non-scaling-stroke}}
.card+.card{{margin-top:.7rem}}.two .card+.card{{margin:0}}
.two .card{{display:flex;flex-direction:column}}
.two{{display:grid;grid-template-columns:3fr 2fr;gap:.7rem;margin:.7rem 0}}
.plot{{position:relative;flex:1;min-height:190px;margin:12px 60px 24px 52px;font-size:.78rem;
color:var(--muted)}}
.plot svg{{position:absolute;inset:0;width:100%;height:100%}}
.plot span{{position:absolute;white-space:nowrap}}
.plot .level{{left:0;right:0;border-top:1px solid var(--hair)}}
.plot .limit{{left:0;right:0;border-top:1px dashed var(--muted)}}
.plot .of-level{{right:100%;transform:translateY(-50%);padding-right:8px}}
.plot .of-limit{{left:4px;transform:translateY(-105%)}}
.plot .of-limit.right{{left:auto;right:6px}}.plot .of-limit.under{{transform:translateY(6%)}}
.plot .of-day{{top:100%;transform:translateX(-50%);padding-top:5px}}
.plot .end{{width:9px;height:9px;border-radius:50%;background:var(--primary);
transform:translate(-50%,-50%)}}
.plot .of-end{{transform:translateY(-50%);padding-left:9px;font-weight:650;color:var(--text);
font-size:.86rem}}
ul{{list-style:none;margin:0;padding:0}}
li{{padding:.35rem 0;border-bottom:1px solid var(--hair)}}li:last-child{{border-bottom:0}}
li .side{{float:right;padding-left:.6rem}}
.wide{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}}
th{{color:var(--muted);font-weight:600;font-size:.8rem}}
td,th{{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--hair);
overflow-wrap:anywhere;vertical-align:top}}
th[scope=row]{{color:var(--text);font-size:.88rem}}tr:last-child>*{{border-bottom:0}}
.bar{{position:relative;display:block;height:8px;border-radius:4px;background:var(--hair);
min-width:90px;margin-top:.35rem}}
.bar i{{position:absolute;inset:0 auto 0 0;border-radius:4px;background:var(--primary)}}
.bar u{{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--text)}}
@media(max-width:700px){{.two{{grid-template-columns:1fr}}
.tiles{{grid-template-columns:1fr 1fr}}}}
@page{{size:A4;margin:10mm}}
@media print{{body{{margin:0;padding:0;max-width:none;font-size:9.5px;line-height:1.35}}
h1{{font-size:16px}}h2{{font-size:10.5px}}.sub,.note,.side,.chip{{font-size:8.5px}}
.tiles{{grid-template-columns:repeat(5,1fr);gap:5px}}.tile,.card{{padding:5px 7px}}
.two{{grid-template-columns:3fr 2fr;gap:5px;margin:5px 0}}.plot{{min-height:100px}}
.value{{font-size:15px}}.tile h3{{font-size:9px}}.tile svg{{width:40px;height:15px}}
.verdict{{margin:5px 0;padding:5px 8px;font-size:11px}}.card+.card{{margin-top:5px}}
td,th,th[scope=row]{{padding-block:2px;font-size:9px}}li{{padding:2px 0}}
.plot{{margin:8px 40px 18px 36px}}.bar{{margin-top:2px;height:6px}}}}
"""
