// How far somebody is through the sample; only this browser keeps it. Who has never been here
// begins with the first step, and who turns to the page of the next step has taken it.
const KEPT = "evaldesk:tour"
const OVER = "over"
const START = "evaldesk:tour" // what the palette sends

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") node.addEventListener("click", value)
    else if (value !== null) node.setAttribute(key, value)
  }
  node.append(...children)
  return node
}

const kept = (data) => {
  try {
    const said = JSON.parse(localStorage.getItem(KEPT))
    return said ?? { at: 0, decided: data.decided }
  } catch {
    return { at: OVER } // a browser that keeps nothing is not shown the same every time
  }
}
const keep = (state) => {
  try {
    localStorage.setItem(KEPT, JSON.stringify(state))
  } catch {}
}

const isOn = (data, step) => (step.page === "case" ? data.open : step.page === data.page)

function moved(data, state) {
  if (state.at === OVER) return state
  const next = data.steps[state.at + 1]
  const decided = state.at === 2 && data.decided > (state.decided || 0)
  return decided || (next && isOn(data, next)) ? { ...state, at: state.at + 1 } : state
}

const go = (href) => {
  history.pushState(null, "", href)
  dispatchEvent(new PopStateEvent("popstate"))
}

function guide(root, data, state) {
  const step = data.steps[state.at]
  const next = data.steps[state.at + 1]
  const turn = (at) => {
    keep({ ...state, at })
    draw(root, data)
  }
  const here = isOn(data, step) || (step.page === "case" && data.page === "inbox")
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, ...data.steps.map((_, n) => el("i", { class: n <= state.at ? "on" : null })))
  const link = (label, to, at) =>
    el("a", { href: to.href, "data-ed-page": "", onclick: () => keep({ ...state, at }) }, label)
  const onward = !here ? link(state.at ? "Back to it →" : "Begin →", step, state.at)
    : next && next.page !== "case" ? link(`Next: ${next.label} →`, next, state.at + 1)
    : next ? el("button", { type: "button", class: "on", onclick: () => turn(state.at + 1) }, `Next: ${next.label} →`)
    : el("button", { type: "button", class: "on", onclick: () => turn(OVER) }, "Done")
  const stop = el("button", { type: "button", "aria-label": "Stop showing me around", title: "Ctrl K, “Show me around” brings it back", onclick: () => turn(OVER) }, "×")
  return el("section", { "aria-label": "The way through the sample" }, dots,
    el("p", {}, el("b", {}, `${state.at + 1} of ${data.steps.length} `), step.do), onward, stop)
}

function draw(root, data) {
  const state = moved(data, kept(data))
  keep(state)
  for (const one of root.querySelectorAll("section, p > button")) one.remove()
  const plain = root.querySelector("p")
  plain.hidden = state.at !== OVER
  if (state.at === OVER) plain.append(el("button", { type: "button", onclick: () => start(root, data) }, "Show me around"))
  else root.append(guide(root, data, state))
}

function start(root, data) {
  keep({ at: 0, decided: data.decided })
  if (data.page === data.steps[0].page) draw(root, data)
  else go(data.steps[0].href)
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector("#tour")
  window[Symbol.for(START)] = true
  draw(root, data)
  const off = new AbortController()
  window.addEventListener(START, () => start(root, data), { signal: off.signal })
  return () => {
    window[Symbol.for(START)] = false
    off.abort()
  }
}
