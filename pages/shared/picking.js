// A table with a box before each row. The boxes live in the browser: only what is chosen travels.
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector("[data-ed-picks]")
  const boxes = () => [...root.querySelectorAll("input[data-ed-pick]")]
  const all = () => root.querySelector("input[data-ed-pick-all]")
  const chosen = () => boxes().filter((box) => box.checked).map((box) => box.dataset.edPick)
  const drawAll = () => {
    const n = chosen().length, box = all()
    if (box) { box.checked = n > 0 && n === boxes().length; box.indeterminate = n > 0 && !box.checked }
  }
  if (root.told !== data.table) {
    const kept = new Set(chosen())
    root.innerHTML = data.table // made by tag(): whatever came from outside is escaped there
    root.told = data.table
    for (const box of boxes()) box.checked = kept.has(box.dataset.edPick)
  }
  drawAll()
  root.onchange = (event) => {
    if (event.target === all()) for (const box of boxes()) box.checked = event.target.checked
    drawAll()
    setStateValue("chosen", chosen())
  }
}
