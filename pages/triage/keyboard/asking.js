// The one dialog: what a key asks before it acts. Escape closes it, Enter says yes.
const TOO_EARLY = "Not yet: press Enter again when it says what will change."
const field = (label, control) => h("label", {}, h("span", {}, label), control)

// `done` may answer false: then the dialog stays. Without `done` there is nothing to say yes to.
function ask(s, title, body, done, verb = "Save") {
  const box = s.$("dialog"),
    form = h("form", {method: "dialog"})
  const cancel = h(
    "button",
    {type: "button", class: "act", onclick: () => box.close()},
    done ? "Cancel" : "Close"
  )
  const yes = done && h("button", {type: "submit", class: "act pri"}, verb)
  const early = h("p", {id: "early", class: "muted", role: "status"})
  form.append(
    h("h2", {id: "asked"}, title),
    ...body.filter(Boolean),
    early,
    h("div", {class: "ways"}, cancel, yes || [])
  )
  form.onsubmit = event => {
    event.preventDefault()
    if (done && !(yes && yes.disabled) && done() !== false) box.close()
  }
  form.onkeydown = event => {
    if (event.key !== "Enter") return
    // A browser drops an Enter while the button rests: nobody may take it for a yes.
    if (s.weighing && !s.weighing.found && yes && yes.disabled) early.textContent = TOO_EARLY
    else if (event.ctrlKey) form.requestSubmit()
  }
  box.replaceChildren(form)
  box.onclose = () => {
    // The event comes late: the next dialog may be open, and what it asked must stand.
    if (box.open) return
    s.weigh = s.weighing = null
    s.$("#list").focus({preventScroll: true})
  }
  box.showModal()
  const first = form.querySelector("[autofocus],input,textarea,select") || yes
  if (first) first.focus()
  return {form, yes}
}

const about = rows => (rows.length === 1 ? rows[0].title : many(rows.length, "case"))

// Who is meant, and what the act changes, word for word; nothing where it is one case.
function preview(rows, changes) {
  if (rows.length < 2) return null
  const lines = rows.map(row => h("li", {}, row.title, h("span", {class: "muted"}, ` ${changes(row)}`)))
  return h(
    "div",
    {class: "preview"},
    h("p", {}, `These ${many(rows.length, "case")} will change:`),
    h("ul", {class: "all", tabindex: 0, "aria-label": "The cases that will change"}, lines)
  )
}
