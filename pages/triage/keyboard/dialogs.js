// The small forms that a key opens.
const UNTIL = [
  ["escalates", "it escalates (its group has an unusual week)"],
  ["+10", "10 more failures"],
  ["+100", "100 more failures"],
  ["date", "a date"]
]

function askDismiss(s, rows, done) {
  const reason = h("input", {required: true, maxlength: 400, value: s.why, autofocus: true})
  const until = h(
    "select",
    {},
    UNTIL.map(([value, label]) => h("option", {value}, label))
  )
  const day = h("input", {type: "date", "aria-label": "Until which day", min: s.data.today})
  day.hidden = true
  const effect = h("div", {class: "weighed"}, h("p", {class: "muted"}, "Asking what would wake it up …"))
  const when = () => (until.value === "date" ? day.value : until.value)
  const again = () => {
    day.hidden = until.value !== "date"
    if (s.weighing && s.weighing.found) effect.replaceChildren(...dismissed(s.weighing, rows, until.value))
  }
  until.onchange = again
  const asked = ask(
    s,
    `Dismiss ${about(rows)}`,
    [field("Why", reason), field("Until", until), day, effect],
    () => {
      if (!reason.value.trim() || !when()) return false
      done(free(s.weighing, rows), reason.value.trim(), when())
    },
    "Dismiss"
  )
  // One case needs no answer of the desk: its key stays as quick as the others.
  weighFor(s, rows, "dismissed", {yes: rows.length > 1 ? asked.yes : null, shown: again})
}

function askOwner(s, rows, done, proposed = rows[0].owner || s.data.actor) {
  const names = h(
    "datalist",
    {id: "owners"},
    s.data.owners.map(name => h("option", {value: name}))
  )
  const owner = h("input", {list: "owners", maxlength: 80, value: proposed, autofocus: true})
  const due = h("input", {type: "date", value: rows[0].due || "", "aria-label": "Due day"})
  const pick = value => () => {
    due.value = value
    drawPicked()
  }
  const choices = [...s.data.dues, ["None", ""]].map(([word, value]) =>
    h("button", {type: "button", class: "act", "data-day": value, onclick: pick(value)}, word)
  )
  const drawPicked = () => {
    for (const one of choices) one.setAttribute("aria-pressed", one.dataset.day === due.value)
  }
  due.oninput = drawPicked
  drawPicked()
  const held = row => `${row.owner || "unassigned"}${row.due ? `, due ${dayWords(row.due)}` : ""} until now`
  const when = h("fieldset", {}, h("legend", {}, "Due"), h("div", {class: "choices due-days"}, choices, due))
  const clear = h("p", {class: "muted"}, "An empty owner takes the owner away.")
  ask(
    s,
    `Assign ${about(rows)}`,
    [field("Owner", owner), names, when, clear, preview(rows, held)],
    () => done({owner: owner.value.trim() || null, due: due.value || null}),
    rows.length > 1 ? `Assign ${many(rows.length, "case")}` : "Assign"
  )
  owner.select()
}

function askSeverity(s, rows, done) {
  const cost = h("input", {
    type: "number",
    min: 0,
    step: "any",
    placeholder: "as its kind costs",
    inputmode: "decimal"
  })
  const stated = level => ({
    severity: level,
    ...(cost.value === "" ? {} : {cost_of_failure: Number(cost.value)})
  })
  const pick = level => {
    done(stated(level))
    s.$("dialog").close()
  }
  const choices = SEVERITIES.map((level, n) =>
    h(
      "button",
      {type: "button", class: "act", onclick: () => pick(level), autofocus: n === 0},
      severity(level, true),
      kbd(`${n + 1}`)
    )
  )
  const held = row => `${row.severity || "not stated"} until now`
  const {form} = ask(
    s,
    `Severity of ${about(rows)}`,
    [h("div", {class: "choices"}, choices), field("Cost of one failure, USD", cost), preview(rows, held)],
    null
  )
  form.onkeydown = event => {
    if (event.target === cost || !SEVERITIES[event.key - 1]) return
    event.preventDefault()
    pick(SEVERITIES[event.key - 1])
  }
  choices[0].focus()
}

function askExpected(s, rows, done) {
  const glimpse = s.glimpses.get(rows[0].id) || {}
  const options = [
    ["answer", "answer as written below"],
    ["refusal", "refuse"],
    ["needs_human", "hand over to a person"]
  ]
  const behaviour = h(
    "select",
    {},
    options.map(([value, label]) =>
      h("option", {value, selected: value === (glimpse.behaviour || "answer")}, label)
    )
  )
  const answer = h("textarea", {rows: 5, autofocus: true, maxlength: 20000})
  answer.value = (rows.length === 1 && glimpse.expected) || ""
  const told = h("p", {class: "bad", role: "alert"})
  const held = row => (row.expected ? `labelled ${row.expected}` : "")
  ask(
    s,
    `What ought the model to do? ${about(rows)}`,
    [
      field("It ought to", behaviour),
      field("Expected answer", answer),
      told,
      h("p", {class: "muted"}, "Ctrl+Enter saves."),
      preview(rows, held)
    ],
    () => {
      const text = answer.value.trim()
      if (behaviour.value === "answer" && !text) {
        told.textContent = "An expected answer needs its text."
        return false
      }
      done({behaviour: behaviour.value, expected: behaviour.value === "answer" ? text : null})
    }
  )
}

function askWhy(s) {
  const why = h("input", {maxlength: 400, value: s.why, autofocus: true})
  ask(
    s,
    "Why",
    [
      field("Reason for the next moves", why),
      h("p", {class: "muted"}, "It goes with every move until you change it; a move to blocking needs one.")
    ],
    () => {
      s.why = why.value.trim()
      drawBar(s)
    },
    "Keep"
  )
}

const SHEET = [
  ["j  k", "next, previous"],
  ["x", "select; then the act is for all selected"],
  ["b  m  l", "to blocking, monitoring, backlog"],
  ["d", "dismiss, until when"],
  ["e", "state the expected behaviour"],
  ["s", "severity and cost of failure"],
  ["a", "assign an owner and a day"],
  ["⇧a", "take it yourself"],
  ["w", "why: the reason for the next moves"],
  ["z", "take the last decision back"],
  ["o", "open the case’s page"],
  ["1 … 4", "show a similar input"],
  ["/", "search"],
  ["esc", "put messages away, clear the selection"],
  ["?", "this sheet"]
]

function sheet(s) {
  const rows = SHEET.map(([keys, what]) =>
    h(
      "div",
      {},
      h(
        "dt",
        {},
        keys.split("  ").map(key => kbd(key))
      ),
      h("dd", {}, what)
    )
  )
  ask(s, "Keys", [h("dl", {class: "sheet"}, rows)], null)
}
