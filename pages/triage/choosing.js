// A table with a box in each row. What is ticked lives here until the server says otherwise
// (another epoch): a list that is sent late never takes back a tick that was set since.
const CHOOSERS = new WeakMap()
const LINGER_MS = 250

function fresh(parent) {
  const s = { root: parent.querySelector("[data-choose]"), chosen: new Map(), epoch: null, table: null, last: null, timer: 0 }
  s.root.addEventListener("click", event => {
    if (event.target.matches("input[data-case]")) tick(s, event.target, event.shiftKey)
    if (event.target.matches("input[data-all]")) tickAll(s, event.target.checked)
  })
  return s
}

const boxes = s => [...s.root.querySelectorAll("input[data-case]")]

function put(s, box, on) {
  if (on) s.chosen.set(box.dataset.case, Number(box.dataset.version))
  else s.chosen.delete(box.dataset.case)
}

function tick(s, box, range) {
  const all = boxes(s), from = all.findIndex(one => one.dataset.case === s.last), to = all.indexOf(box)
  const touched = range && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [box]
  for (const one of touched) put(s, one, box.checked)
  s.last = box.dataset.case
  changed(s)
}

function tickAll(s, on) {
  for (const one of boxes(s)) put(s, one, on)
  changed(s)
}

function changed(s) {
  paint(s)
  clearTimeout(s.timer)
  s.timer = setTimeout(() => s.say([...s.chosen]), LINGER_MS)
}

function paint(s) {
  const all = boxes(s)
  for (const one of all) {
    one.checked = s.chosen.has(one.dataset.case)
    one.closest("tr").classList.toggle("on", one.checked)
  }
  const head = s.root.querySelector("input[data-all]"), on = all.filter(one => one.checked).length
  if (!head) return
  head.checked = on > 0 && on === all.length
  head.indeterminate = on > 0 && on < all.length
}

export default function ({ data, parentElement, setTriggerValue }) {
  const known = CHOOSERS.get(parentElement)
  const s = known || fresh(parentElement)
  CHOOSERS.set(parentElement, s)
  s.say = list => setTriggerValue("chosen", list)
  if (data.epoch !== s.epoch) { clearTimeout(s.timer); s.epoch = data.epoch; s.chosen = new Map(data.chosen) }
  if (data.table !== s.table) { s.table = data.table; s.root.innerHTML = data.table }
  paint(s)
  return () => { clearTimeout(s.timer); CHOOSERS.delete(parentElement) }
}
