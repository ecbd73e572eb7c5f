// What is wrong with the page as it is drawn now: cut, covered, too wide, too small.
() => {
  const main = document.querySelector("[data-testid=stMain]") ?? document.body;
  const said = (e) => `<${e.tagName.toLowerCase()} ${e.className?.baseVal ?? e.className}> `
    + (e.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60);
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !e.closest(".vh, [aria-hidden=true], details:not([open]) > :not(summary)");
  const found = [];
  for (const e of [document.documentElement, main]) {
    if (e.scrollWidth > e.clientWidth)
      found.push(`too wide by ${e.scrollWidth - e.clientWidth} px: ${widest(main)}`);
  }
  for (const e of main.querySelectorAll(".ed .scroll")) {
    if (e.scrollWidth > e.clientWidth + 1 && !e.closest(".cm"))
      found.push(`scrolls by ${e.scrollWidth - e.clientWidth} px: ${e.ariaLabel}`);
  }
  const wordless = ".js-plotly-plot, .ed .spark:not([aria-label]), "
    + ".ed table:not(:has(caption)), img:not([alt])";
  for (const e of main.querySelectorAll(wordless))
    if (!e.closest("[role=figure][aria-label]")) found.push(`no words for it: ${said(e)}`);
  const texts = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || /^(STYLE|SCRIPT)$/.test(e.tagName) || !shown(e)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const icon = getComputedStyle(e).fontFamily.includes("Material");
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1 && !icon && !tilted(e)) texts.push({ e, node, box });
  }
  const once = new Set();
  const add = (e, why, name = e) => {
    if (!once.has(name) && once.add(name)) found.push(`${why}: ${said(e)}`);
  };
  for (const { e, box } of texts) {
    const style = getComputedStyle(e);
    const kind = `${style.fontSize} type: ${e.tagName} in ${e.parentElement.className}`;
    if (parseFloat(style.fontSize) < 11.4) add(e, `${style.fontSize} type`, kind);
    const svg = e.closest("svg.main-svg");
    if (svg) {
      const paper = svg.getBoundingClientRect();
      if (box.left < paper.left - 1 || box.right > paper.right + 1
        || box.top < paper.top - 2 || box.bottom > paper.bottom + 2) add(e, "cut by its chart");
      continue;
    }
    for (let up = e; up && up !== main; up = up.parentElement) {
      const { overflowX, webkitLineClamp } = getComputedStyle(up);
      if (overflowX === "auto" || overflowX === "scroll") break;
      if (overflowX !== "hidden" && overflowX !== "clip") continue;
      const edge = up.getBoundingClientRect();
      const told = up.closest("[title], a[href], tr:has(a[href])") || webkitLineClamp !== "none";
      if (!told && edge.width > 1 && box.right > edge.right + 1.5) add(up, "cut");
    }
  }
  overlaps();
  return found;

  function overlaps() {
    const rows = texts.toSorted((a, b) => a.box.top - b.box.top);
    const pinned = (e) => {
      for (let up = e; up && up !== main; up = up.parentElement)
        if (/fixed|sticky|absolute/.test(getComputedStyle(up).position)
          && !up.closest("svg, .js-plotly-plot")) return true;
      return false;
    };
    rows.forEach((one, at) => {
      for (let n = at + 1; n < rows.length && rows[n].box.top < one.box.bottom - 3; n++) {
        const other = rows[n];
        if (other.node === one.node || pinned(one.e) || pinned(other.e)) continue;
        const wide = Math.min(one.box.right, other.box.right)
          - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        const deep = Math.min(one.box.height, other.box.height) * 0.35;
        if (wide > 2 && high > deep && clear(one) && clear(other))
          add(one.e, `lies over “${other.node.data.trim().slice(0, 30)}”`);
      }
    });
  }

  // Whether it is drawn where it is, and not scrolled out of sight in its box.
  function clear({ e, box }) {
    for (let up = e; up && up !== main; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === "visible") continue;
      const edge = up.getBoundingClientRect();
      if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 1
        || box.top < edge.top - 1) return false;
    }
    return true;
  }

  // The box around a tilted label says little of where its letters are.
  function tilted(e) {
    return Math.abs(e.getScreenCTM?.().b ?? 0) > 0.1;
  }

  function widest(root) {
    const right = root.getBoundingClientRect().left + root.clientWidth;
    const all = [...root.querySelectorAll("*")].filter(shown)
      .filter((e) => e.getBoundingClientRect().right > right + 1);
    return all.slice(-1).map(said).join();
  }
}
