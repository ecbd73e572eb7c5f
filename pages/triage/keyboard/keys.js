// --- keys ----------------------------------------------------------------------------------------
function step(s, by) {
  s.i = Math.max(0, Math.min(s.rows.length - 1, s.i + by))
  draw(s)
}

function tick(s, row) {
  if (!row) return
  if (!s.sel.delete(row.id)) s.sel.add(row.id)
  draw(s)
  say(s, s.sel.size ? `${s.sel.size} selected` : "Nothing selected")
}

// One case moves at once and can be taken back; several are shown first.
function moveTo(s, to) {
  const rows = chosen(s)
  if (rows.length > 1) askMove(s, rows, to)
  else move(s, to, {}, rows)
}

function withRows(s, asking, done) {
  const rows = chosen(s)
  if (rows.length) asking(s, rows, done || (values => describe(s, values, rows)))
}

function take(s) {
  const rows = chosen(s)
  if (rows.length > 1) return askOwner(s, rows, values => describe(s, values, rows), s.data.actor)
  if (rows.length) describe(s, {owner: s.data.actor}, rows)
}

function dismiss(s) {
  withRows(s, askDismiss, (rows, reason, until) => move(s, "dismissed", {reason, until}, rows))
}

function escape(s) {
  if (s.notices.length) s.notices = []
  else s.sel.clear()
  closeCase(s)
  draw(s)
}

const KEYS = {
  j: s => step(s, 1),
  arrowdown: s => step(s, 1),
  k: s => step(s, -1),
  arrowup: s => step(s, -1),
  x: s => tick(s, s.rows[s.i]),
  b: s => moveTo(s, "blocking"),
  m: s => moveTo(s, "monitoring"),
  l: s => moveTo(s, "backlog"),
  d: dismiss,
  e: s => withRows(s, askExpected),
  s: s => withRows(s, askSeverity),
  a: s => withRows(s, askOwner),
  A: take,
  z: undo,
  w: askWhy,
  "/": s => {
    s.$("#search").focus()
    s.$("#search").select()
  },
  "?": sheet,
  o: s => {
    const link = s.$("#det .id a")
    if (link) link.click()
  },
  escape
}
for (let n = 1; n <= SHOWN_ALIKE; n++) KEYS[n] = s => openAlike(s, n)

// Held down, these go on; every other key is one act a press, however long it is held.
const REPEATABLE = ["j", "k", "arrowdown", "arrowup"]
const SCROLLING = ["arrowdown", "arrowup"]
const TYPING = "input,textarea,select,[contenteditable=true],[role=textbox],[role=combobox]"

// Which of our keys was pressed; null when none was. 229: an input method is composing.
function keyOf(event) {
  if (event.isComposing || event.keyCode === 229) return null
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const {key, code, shiftKey} = event
  if (/^[a-z]$/i.test(key)) {
    // Caps Lock writes B where b is meant. Shift is another key: only ⇧A means something.
    if (!shiftKey) return key.toLowerCase()
    return key.toLowerCase() === "a" ? "A" : null
  }
  // On a layout without Latin letters the key counts that is b on a Latin one.
  const latin = key.length === 1 && key.charCodeAt(0) > 127 && /^Key([A-Z])$/.exec(code)
  if (latin) return shiftKey ? (latin[1] === "A" ? "A" : null) : latin[1].toLowerCase()
  return key.toLowerCase()
}

function pressed(s, event) {
  if (event.defaultPrevented) return // a dialog that has just closed took it
  const path = event.composedPath(),
    from = path[0]
  if (from.closest && from.closest(TYPING)) return
  if (s.$("dialog").open || document.querySelector("[role=dialog]")) return
  const key = keyOf(event),
    act = key && Object.hasOwn(KEYS, key) && KEYS[key]
  if (!act || (event.repeat && !REPEATABLE.includes(key))) return
  if (SCROLLING.includes(key) && path.includes(s.$("#det"))) return // there they scroll
  event.preventDefault()
  act(s)
}

function clicked(s, event) {
  const button = event.target.closest("[data-key]")
  if (button) return KEYS[button.dataset.key](s)
  const link = event.target.closest("[data-alike]")
  if (link && !event.ctrlKey && !event.metaKey && goTo(s, link)) {
    event.preventDefault()
    return event.stopPropagation()
  }
  const node = event.target.closest(".row")
  if (!node) return undefined
  const n = s.rows.findIndex(row => row.id === node.dataset.case)
  if (event.target.closest(".box")) return tick(s, s.rows[n])
  s.i = n
  openCase(s)
  return draw(s)
}

// On the phone a case covers the list, and the browser's own Back leads to the list again. Both
// addresses differ in their fragment alone: Streamlit runs nothing for that.
const narrow = () => matchMedia("(max-width:760px)").matches

function openCase(s) {
  if (s.root.classList.contains("open")) return
  s.root.classList.add("open")
  if (!narrow()) return
  history.replaceState(history.state, "", "#list")
  history.pushState(history.state, "", "#case")
}

function closeCase(s) {
  if (!s.root.classList.contains("open")) return
  s.root.classList.remove("open")
  if (location.hash === "#case") history.back()
}
