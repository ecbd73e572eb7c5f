// --- drawing -------------------------------------------------------------------------------------
function rowNode(s, row) {
  const wrong = [
    row.expected && h("span", {}, row.expected),
    (row.expected || row.actual) && h("span", {class: "arrow"}, "→"),
    row.actual && h("span", {class: "wrong"}, row.actual)
  ]
  const node = h(
    "div",
    {role: "option", id: `o-${row.id}`, class: "row", "data-case": row.id},
    h("span", {class: "box", "aria-hidden": "true"}),
    h(
      "div",
      {class: "mid"},
      h("div", {class: "l1"}, row.title),
      h(
        "div",
        {class: "l2"},
        wrong,
        wrong.some(Boolean) && h("span", {class: "dot"}, "·"),
        h("span", {}, row.route),
        h("span", {class: "dot"}, "·"),
        h("span", {}, `${row.count} ×`)
      )
    ),
    h(
      "div",
      {class: "end"},
      row.severity ? severity(row.severity, false) : h("span", {class: "cost"}, row.cost),
      h("span", {class: "age"}, row.age)
    )
  )
  s.nodes.set(row.id, node)
  return node
}

function drawList(s) {
  const list = s.$("#list"),
    kept = new Set(s.rows.map(row => s.nodes.get(row.id)))
  for (const node of [...list.children]) if (!kept.has(node)) node.remove()
  s.rows.forEach((row, n) => {
    const node = s.nodes.get(row.id) || rowNode(s, row)
    if (list.children[n] !== node) list.insertBefore(node, list.children[n] || null)
    const on = n === s.i,
      ticked = s.sel.has(row.id)
    if (node.on === on && node.ticked === ticked) return
    node.on = on
    node.ticked = ticked
    node.classList.toggle("on", on)
    node.classList.toggle("ck", ticked)
    node.setAttribute("aria-selected", on)
    node.setAttribute("aria-checked", ticked)
    node.firstChild.textContent = ticked ? "✓" : ""
  })
  const here = s.rows[s.i]
  if (here) list.setAttribute("aria-activedescendant", `o-${here.id}`)
  else list.removeAttribute("aria-activedescendant")
  if (here) s.nodes.get(here.id).scrollIntoView({block: "nearest"})
  s.root.classList.toggle("none", !s.rows.length)
}

function drawDetail(s) {
  const row = s.rows[s.i],
    glimpse = row && s.glimpses.get(row.id)
  const now = [row && row.id, glimpse, s.notices.length, s.notices[0], s.data.text].map(part => part || "")
  if (s.drawn && now.every((part, n) => part === s.drawn[n])) return
  s.drawn = now
  const told = s.notices.slice(0, TOLD),
    box = s.$("#det")
  const acts = {again: notice => again(s, notice), dropNotice: notice => dropNotice(s, notice)}
  const inside = row
    ? detail(row, glimpse, told, acts)
    : [...told.map(notice => banner(notice, acts)), emptyDetail(Boolean(s.data.text))]
  box.replaceChildren(...inside.flat(3).filter(Boolean))
  if (!row || s.shown !== row.id) box.scrollTop = 0
  s.shown = row && row.id
  s.$("#marker").textContent = row ? row.id : "none"
}

function drawBar(s) {
  const n = s.sel.size
  s.$("#count").textContent = n ? `${n} selected` : s.rows.length ? `${s.i + 1} of ${s.total}` : "0 left"
  const idle = !s.rows.length
  for (const button of s.$("#bar").querySelectorAll("[data-key]"))
    button.disabled = button.dataset.key === "z" ? !s.undo.length : idle
  s.$("[data-key=w]").classList.toggle("told", Boolean(s.why))
  const waiting = s.pend.length
  s.$("#saved").textContent = waiting ? `Saving ${waiting} …` : "Saved"
  s.root.dataset.pending = waiting
}

function draw(s) {
  drawList(s)
  drawDetail(s)
  drawBar(s)
  look(s)
}

function toast(s, told) {
  const box = s.$("#toast")
  box.textContent = told
  box.classList.add("show")
  clearTimeout(s.fading)
  s.fading = setTimeout(() => box.classList.remove("show"), 2500)
}

function dropNotice(s, notice) {
  s.notices = s.notices.filter(one => one !== notice)
  if (notice.gone && s.rows.some(row => row.id === notice.case && row.state))
    takeOut(s, new Set([notice.case]))
  s.drawn = null
  draw(s)
}

function again(s, notice) {
  const rows = s.rows.filter(row => notice.item.cases.some(([id]) => id === row.id))
  s.notices = s.notices.filter(one => one !== notice)
  const {to, reason, until} = notice.item
  move(s, to, {reason, until}, rows)
}
