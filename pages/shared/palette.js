// The command palette: pages are found here at once, everything else by the desk, which answers
// in its own time. An answer to words that have changed meanwhile only stays until the next one.
const STATES = new WeakMap()
const MOST_RECENT = 6
const MOST_PAGES = 6
const PATIENCE_MS = 110
const MAC = /mac|iphone|ipad/i.test(navigator.platform)

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    node.setAttribute(key, value === true ? "" : value)
  }
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

// --- what was opened last: a case without its text, which may be erased -----------------------
const remembered = (s) => {
  try {
    return JSON.parse(localStorage.getItem(s.data.recent)) || []
  } catch {
    return []
  }
}
const remember = (s, row) => {
  const title = row.what === "cases" ? new URL(row.href, location).searchParams.get("id") : row.title
  const said = row.what === "cases" ? "case" : row.section || row.what
  const others = remembered(s).filter((one) => one.href !== row.href)
  const kept = [{ href: row.href, title, said, what: row.what }, ...others].slice(0, MOST_RECENT)
  try {
    localStorage.setItem(s.data.recent, JSON.stringify(kept))
  } catch {} // a browser that keeps nothing still finds
}

// --- what fits the words ----------------------------------------------------------------------
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
const inOrder = (word, meant) => {
  let at = 0
  for (const letter of meant) if (letter === word[at]) at += 1
  return word[0] === meant[0] && 2 * word.length >= meant.length && at === word.length
}
const fit = (word, page) => {
  const title = plain(page.title)
  if (title.startsWith(word)) return title === word ? 6 : 5
  const words = plain(`${page.title} ${page.also}`).split(" ")
  if (words.some((one) => one.startsWith(word))) return 3
  if (word.length >= 3 && inOrder(word, title)) return 2
  return 0
}
const offered = (s) => s.data.pages.filter((page) => !page.act || window[Symbol.for(page.act)])
const pages = (s, words) =>
  offered(s)
    .map((page) => [words.map((word) => fit(word, page)), page])
    .filter(([fits]) => fits.every(Boolean))
    .sort(([a], [b]) => Math.max(...b) - Math.max(...a))
    .slice(0, MOST_PAGES)
    .map(([, page]) => ({ ...page, what: "pages", said: page.section }))

// While the desk looks for longer words, what it found for the shorter ones still helps.
const answered = (s, typed) => {
  const { words, things } = s.data.told || {}
  return words && (typed.startsWith(words) || words.startsWith(typed)) ? things : []
}

function sections(s) {
  const typed = s.input.value.trim()
  if (!typed) {
    const recent = remembered(s)
    const rest = offered(s).filter((page) => recent.every((one) => one.href !== page.href))
    return [
      { title: "Recent", rows: recent },
      { title: "Pages", rows: rest.map((page) => ({ ...page, what: "pages", said: page.section })) },
    ]
  }
  const found = [{ title: "Pages", rows: pages(s, plain(typed).split(/\s+/)) }]
  for (const row of answered(s, typed)) {
    const last = found[found.length - 1]
    if (last.what === row.what) last.rows.push(row)
    else found.push({ title: row.title_of, what: row.what, more: row.more, rows: [row] })
  }
  return found
}

// --- drawing ----------------------------------------------------------------------------------
const option = (s, row, at) => {
  const link = el(
    "a",
    { role: "option", id: `o${at}`, href: row.href, "data-ed-page": !row.act, tabindex: -1, "aria-selected": "false" },
    el("b", {}, row.title),
    row.said ? el("small", {}, row.said) : null,
  )
  link.addEventListener("click", (event) => chosen(s, row, event))
  link.addEventListener("pointermove", () => s.at !== at && turn(s, at, false))
  return link
}

function draw(s) {
  const shown = sections(s).filter((one) => one.rows.length)
  s.rows = shown.flatMap((one) => one.rows)
  let at = 0
  s.list.replaceChildren(
    ...shown.map((one, n) =>
      el(
        "div",
        { role: "group", "aria-labelledby": `h${n}` },
        el("p", { id: `h${n}`, role: "presentation" }, one.title, one.more ? el("span", {}, ` ${one.more}`) : null),
        ...one.rows.map((row) => option(s, row, at++)),
      ),
    ),
  )
  const typed = s.input.value.trim()
  const waits = typed && s.data.told?.words !== typed
  s.list.hidden = !s.rows.length
  s.input.setAttribute("aria-expanded", s.rows.length ? "true" : "false")
  s.none.hidden = Boolean(s.rows.length)
  s.none.textContent = waits ? "Searching …" : `Nothing is called “${typed}”. ${s.data.searched}`
  const n = s.rows.length
  s.live.textContent = waits ? "Searching …" : n ? `${n} ${n === 1 ? "result" : "results"}` : "No results"
  turn(s, Math.max(0, Math.min(s.at, n - 1)))
}

function turn(s, at, scroll = true) {
  s.at = at
  for (const one of s.list.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false")
  const on = s.list.querySelector(`#o${at}`)
  if (!on) return s.input.removeAttribute("aria-activedescendant")
  on.setAttribute("aria-selected", "true")
  s.input.setAttribute("aria-activedescendant", on.id)
  if (scroll && at === 0) s.list.scrollTop = 0
  else if (scroll) on.scrollIntoView({ block: "nearest" })
}

// --- doing ------------------------------------------------------------------------------------
function chosen(s, row, event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return
  s.dialog.close()
  if (!row.act) return remember(s, row)
  event.preventDefault()
  window.dispatchEvent(new CustomEvent(row.act))
}

function go(s, event) {
  const link = s.list.querySelector(`#o${s.at}`)
  if (!link) return
  const { ctrlKey, metaKey, shiftKey } = event
  // The links of the frame take what looks like a hand: they know which past is looked at.
  link.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }))
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, cancelable: true, ctrlKey, metaKey, shiftKey }))
}

function ask(s) {
  clearTimeout(s.timer)
  s.timer = setTimeout(() => s.say({ words: s.input.value.trim(), at: Date.now() }), PATIENCE_MS)
}

function open(s) {
  if (s.dialog.open) return s.input.select()
  s.input.value = ""
  s.at = 0
  s.dialog.showModal()
  s.input.focus()
  draw(s)
  ask(s) // what is asked for next is then answered sooner
}

function pressed(s, event) {
  const last = s.rows.length - 1
  const steps = { ArrowDown: s.at < last ? s.at + 1 : 0, ArrowUp: s.at > 0 ? s.at - 1 : last,
    PageDown: Math.min(last, s.at + 8), PageUp: Math.max(0, s.at - 8) }
  event.stopPropagation() // the page has keys of its own
  if (event.isComposing) return
  if (event.key in steps && last >= 0) turn(s, steps[event.key])
  else if (event.key === "Enter") go(s, event)
  else if (event.key === "Tab") s.input.focus()
  else return
  event.preventDefault()
}

function built(root) {
  const s = { at: 0, rows: [], timer: 0 }
  s.button = el("button", { type: "button", "aria-haspopup": "dialog", "aria-label": "Search", "aria-keyshortcuts": "Control+K Meta+K", title: "Pages, cases, people, thresholds …" },
    el("i", { "aria-hidden": "true" }), el("span", {}, "Search"), el("kbd", {}, MAC ? "⌘ K" : "Ctrl K"))
  s.input = el("input", { type: "text", role: "combobox", "aria-label": "Search the desk", "aria-autocomplete": "list", "aria-controls": "ed-found", "aria-expanded": "true",
    placeholder: "A page, a case, a person, a threshold …", autocomplete: "off", spellcheck: "false", enterkeyhint: "go", maxlength: 80 })
  s.list = el("div", { role: "listbox", id: "ed-found", "aria-label": "Results", tabindex: -1 })
  s.none = el("p", { class: "none" })
  s.live = el("p", { role: "status", class: "vh" })
  const keys = [["↑ ↓", "choose"], ["Enter", "open"], ["Esc", "close"]].map(([key, what]) => el("span", {}, el("kbd", {}, key), ` ${what}`))
  const close = el("button", { type: "button", class: "x" }, "Close")
  s.dialog = el("dialog", { "aria-label": "Search" },
    el("div", { class: "top" }, el("i", { "aria-hidden": "true" }), s.input, close), s.list, s.none, el("p", { class: "keys" }, ...keys), s.live)
  root.append(s.button, s.dialog)
  s.button.addEventListener("click", () => open(s))
  close.addEventListener("click", () => s.dialog.close())
  s.dialog.addEventListener("click", (event) => event.target === s.dialog && s.dialog.close())
  s.dialog.addEventListener("keydown", (event) => pressed(s, event))
  s.dialog.addEventListener("close", () => clearTimeout(s.timer))
  s.input.addEventListener("input", () => {
    s.at = 0
    draw(s)
    ask(s)
  })
  return s
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("#palette")
  if (!STATES.has(root)) STATES.set(root, built(root))
  const s = STATES.get(root)
  s.data = data
  s.say = (words) => setTriggerValue("ask", words)
  if (s.dialog.open) draw(s)
  const off = new AbortController()
  const summoned = (event) => {
    if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey || !(MAC ? event.metaKey : event.ctrlKey)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (s.dialog.open) s.dialog.close()
    else open(s)
  }
  window.addEventListener("keydown", summoned, { capture: true, signal: off.signal })
  return () => off.abort()
}
