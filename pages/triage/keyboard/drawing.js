// --- drawing -------------------------------------------------------------------------------------
function rowNode(s, row) {
  const wrong = [
    row.expected && h("span", {}, row.expected),
    (row.expected || row.actual) && h("span", {class: "arrow"}, "→"),
    row.actual && h("span", {class: "wrong"}, row.actual)
  ]
  const dot = () => h("span", {class: "dot"}, "·")
  const where = [
    wrong.some(Boolean) && dot(),
    h("span", {}, row.route),
    dot(),
    h("span", {}, `${row.count} ×`)
  ]
  const waits = row.waits === null ? row.last && "back" : row.waits ? `waits ${row.waits} d` : "new"
  const node = h(
    "div",
    {role: "option", id: `o-${row.id}`, class: "row", "data-case": row.id, "aria-label": rowName(s, row)},
    h("span", {class: "box", "aria-hidden": "true"}),
    h("div", {class: "mid"}, h("div", {class: "l1"}, row.title), h("div", {class: "l2"}, wrong, where)),
    h(
      "div",
      {class: "end"},
      h(
        "span",
        {class: "who"},
        row.severity ? severity(row.severity, false) : h("span", {class: "cost"}, row.cost),
        row.owner && h("span", {class: "owner", title: row.owner}, initials(row.owner))
      ),
      dueMark(row.due, s.data.today) || h("span", {class: "age"}, waits)
    )
  )
  s.nodes.set(row.id, node)
  return node
}

// A row as it is read out: what is seen only by its place or shape is said in words.
function rowName(s, row) {
  const got = row.actual ? `got ${row.actual}` : ""
  const wanted = row.expected ? `expected ${row.expected}` : ""
  const late = row.due && row.due < s.data.today ? "overdue" : row.due ? `due ${dayWords(row.due)}` : ""
  const waits = row.waits === null ? "" : `waits ${many(row.waits, "day")}`
  const owner = row.owner ? `owner ${row.owner}` : "unassigned"
  const weight = row.severity ? `severity ${row.severity}` : `cost ${row.cost}`
  const parts = [
    row.title,
    row.kind,
    wanted,
    got,
    row.route,
    many(row.count, "failure"),
    weight,
    owner,
    late,
    waits
  ]
  return parts.filter(Boolean).join(", ")
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
    node.setAttribute("aria-posinset", n + 1)
    if (node.on === on && node.ticked === ticked && node.many === s.sel.size > 0) return
    node.many = s.sel.size > 0
    node.on = on
    node.ticked = ticked
    node.classList.toggle("on", on)
    node.classList.toggle("ck", ticked)
    node.setAttribute("aria-selected", s.sel.size ? ticked : on) // what an act is for
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
  const acts = {
    again: notice => again(s, notice),
    dropNotice: notice => dropNotice(s, notice),
    me: s.data.actor,
    today: s.data.today
  }
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

function drawLost(s) {
  const box = s.$("#lost")
  box.hidden = !s.lost
  box.textContent = s.lost
    ? `Not saved yet: ${many(s.lost, "decision")}, kept in this tab. Trying again …`
    : ""
}

function draw(s) {
  drawList(s)
  drawDetail(s)
  drawBar(s)
  if (s.lost) beat(s)
  look(s)
}

// What a screen reader is told: the act, and the case that is on now.
function say(s, told) {
  s.$("#live").textContent = told
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
  const {do: verb, cases, to, reason, until, values} = notice.item
  const rows = s.rows.filter(row => cases.some(([id]) => id === row.id))
  if (!rows.length) return toast(s, "It is not in this list any more")
  s.notices = s.notices.filter(one => one !== notice)
  if (verb === "move") return move(s, to, {reason, until}, rows)
  describe(s, values, rows)
  if (notice.gone) takeOut(s, new Set([notice.case]))
  draw(s)
}
